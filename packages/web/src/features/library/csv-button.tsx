"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { csvOfFilter } from "./download-csv.ts";
import type { Query } from "./query.ts";

/** Every piece of the filter as a file for spreadsheets. */
export function CsvButton({ query }: { query: Query }) {
  const t = useTranslations("library");
  const { run, problem, isPending } = useAction();
  return (
    <>
      <ProblemNotice problem={problem} />
      <Button disabled={isPending} onClick={() => run(() => csvOfFilter(query))}>
        <Download aria-hidden /> {isPending ? t("csvBusy") : t("csv")}
      </Button>
    </>
  );
}
