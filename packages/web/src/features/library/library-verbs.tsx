"use client";

import { useTranslations } from "next-intl";
import { buttonVariants } from "../../ui/button.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { totalOf, useCounts } from "./counts.tsx";
import { CsvButton } from "./csv-button.tsx";
import { changed, type Query } from "./query.ts";
import { ZipButton } from "./zip-button.tsx";

/** What can be done with all pieces of a filter. */
export function LibraryVerbs({ query }: { query: Query }) {
  const t = useTranslations("library");
  const counts = useCounts();
  if (!counts) return null;
  const { sort: _sort, ...filter } = query;
  return (
    <div className="flex flex-wrap gap-2">
      {totalOf(counts, query.status) > 0 ? <CsvButton query={query} /> : null}
      {counts.ready && (query.status ?? "ready") === "ready" ? <ZipButton of={{ filter }} /> : null}
      {counts.review ? (
        <ReachLink
          href={`/library/review?${changed(query, { status: "review" })}`}
          className={buttonVariants({ variant: "primary" })}
        >
          {t("reviewCount", { count: counts.review })}
        </ReachLink>
      ) : null}
    </div>
  );
}
