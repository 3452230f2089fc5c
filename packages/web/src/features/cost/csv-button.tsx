"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useAction } from "../../lib/use-action.ts";
import { buttonVariants } from "../../ui/button.tsx";
import { pagesOf, saveCsv } from "../csv-file.ts";
import { ProblemNotice } from "../problem-notice.tsx";

/** The rows of a filter as a file. They come page by page, so that a ledger of any length fits. */
export function CsvButton({ query, fileName }: { query: Record<string, string>; fileName: string }) {
  const t = useTranslations("cost");
  const { run, problem, isPending } = useAction();
  const download = () =>
    run(async () => saveCsv(await pagesOf("/api/v1/costs/entries.csv", query), fileName));

  return (
    <div className="flex flex-wrap items-center gap-3">
      <ProblemNotice problem={problem} />
      {/* Before scripts arrive the link itself brings the first ten thousand rows. */}
      <a
        href={`/api/v1/costs/entries.csv?${new URLSearchParams(query)}`}
        download={fileName}
        aria-disabled={isPending}
        className={buttonVariants()}
        onClick={(event) => {
          event.preventDefault();
          void download();
        }}
      >
        <Download aria-hidden /> {isPending ? t("csvBusy") : t("csv")}
      </a>
    </div>
  );
}
