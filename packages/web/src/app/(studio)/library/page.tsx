import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { CountsProvider } from "../../../features/library/counts.tsx";
import { Exports } from "../../../features/library/exports.tsx";
import { Filters } from "../../../features/library/filters.tsx";
import { Library } from "../../../features/library/library.tsx";
import { LibraryVerbs } from "../../../features/library/library-verbs.tsx";
import { changed } from "../../../features/library/query.ts";
import { GoneExport } from "../../../features/library/rare.tsx";
import { queryOf } from "../../../features/library/read-query.ts";
import { SavedViews } from "../../../features/library/saved-views.tsx";
import { ask } from "../../../lib/server-api.ts";
import { buttonVariants } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { ReachLink } from "../../../ui/reach-link.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("library"))("title") };
}

export default async function LibraryPage({ searchParams }: Props) {
  const t = await getTranslations("library");
  const asked = await searchParams;
  const query = queryOf(asked);
  const zip = typeof asked.zip === "string" ? asked.zip : undefined;
  const { sort: _sort, ...filter } = query;
  const address = changed(query, {});
  const path = `/library?${address}`;
  const [page, counts, avatars, tags, views, exports, templates, locale] = await Promise.all([
    ask(path, (api) => api.content.pieces.$get({ query: { ...query, limit: "60" } })),
    ask(path, (api) => api.content.pieces.counts.$get({ query: filter })),
    ask(path, (api) => api.avatars.$get({ query: { limit: "100" } })),
    ask(path, (api) => api.content.tags.$get()),
    ask(path, (api) => api.content.views.$get()),
    ask(path, (api) => api.content.exports.$get({ query: { limit: "6" } })),
    ask(path, (api) => api.content.templates.$get()),
    getLocale(),
  ]);
  const tagNames = tags.items.map(({ tag }) => tag);
  const hasFilter = Object.keys(filter).length > 0;
  return (
    <CountsProvider initial={counts} filter={filter}>
      <PageHead title={t("title")}>
        <LibraryVerbs query={query} />
      </PageHead>
      {zip ? <GoneExport key={zip} exportId={zip.startsWith("exp_") ? zip : undefined} /> : null}
      <Exports initial={exports.items} />
      <SavedViews views={views.items} query={query} />
      <Filters
        query={query}
        avatars={avatars.items.map(({ id, name }) => ({ id, name }))}
        tags={tagNames}
        templates={templates.items.map(({ id, name }) => ({ id, name: name[locale] }))}
      />
      <Library
        key={address}
        initial={page}
        query={query}
        tags={tagNames}
        empty={
          hasFilter ? (
            <Empty title={t("nothing")} lead={t("nothingLead")}>
              <ReachLink href="/library" className={buttonVariants()}>
                {t("showAll")}
              </ReachLink>
            </Empty>
          ) : (
            <Empty title={t("empty")} lead={t("emptyLead")}>
              <ReachLink href="/avatars" className={buttonVariants({ variant: "primary" })}>
                {t("toAvatars")}
              </ReachLink>
            </Empty>
          )
        }
      />
    </CountsProvider>
  );
}
