import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addressOf, isDisordered, queryOf } from "../../../../features/cost/cost-query.ts";
import { readFilter } from "../../../../features/cost/read-filter.ts";
import { UnansweredTable } from "../../../../features/cost/unanswered-table.tsx";
import { ask } from "../../../../lib/server-api.ts";
import { buttonVariants } from "../../../../ui/button.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { LinkPending } from "../../../../ui/pending.tsx";
import { ReachLink } from "../../../../ui/reach-link.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const place = "/costs/unanswered";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cost"))("unansweredTitle") };
}

/** Calls that may have been billed and are in no sum. */
export default async function UnansweredPage({ searchParams }: Props) {
  const [t, asked] = await Promise.all([getTranslations("cost"), searchParams]);
  const { from, to, ...rest } = readFilter(asked);
  const filter = isDisordered({ from, to }) ? rest : { ...rest, from, to };
  const cursor = typeof asked.cursor === "string" ? asked.cursor : undefined;
  const query = { ...queryOf(filter), limit: "100", ...(cursor ? { cursor } : {}) };
  const path = addressOf(place, filter, { cursor });
  const page = await ask(path, (api) => api.costs.unanswered.$get({ query }));
  return (
    <>
      <div className="grid gap-2">
        <ReachLink
          href={addressOf("/costs", filter)}
          className="thumb w-fit text-13 text-ink-2 underline hover:text-ink"
        >
          {t("back")}
        </ReachLink>
        <PageHead title={t("unansweredTitle")} />
        <p className="max-w-2xl text-ink-2">{t("unansweredLead")}</p>
      </div>
      {page.items.length === 0 ? (
        <p className="py-6 text-ink-2">{t("unansweredEmpty")}</p>
      ) : (
        <UnansweredTable calls={page.items} />
      )}
      {page.next ? (
        <ReachLink
          href={addressOf(place, filter, { cursor: page.next })}
          className={buttonVariants({ className: "relative justify-self-start" })}
        >
          {t("older")}
          <LinkPending />
        </ReachLink>
      ) : null}
    </>
  );
}
