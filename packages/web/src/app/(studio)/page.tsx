import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { RefreshOn } from "../../features/activity/refresh-on.tsx";
import { Today } from "../../features/activity/today.tsx";
import { addressOf } from "../../features/cost/cost-query.ts";
import { money } from "../../features/cost/money.ts";
import { readFilter } from "../../features/cost/read-filter.ts";
import { ask } from "../../lib/server-api.ts";
import { buttonVariants } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("today"))("title") };
}

export default async function TodayPage({ searchParams }: Props) {
  const { avatarId } = readFilter(await searchParams);
  const one = avatarId && avatarId !== "none" ? { avatarId } : {};
  const path = addressOf("/", one);
  const { timezone: zone } = await ask(path, (api) => api.auth.me.$get());
  const from = yesterday(zone);
  const [activity, avatars, spent, total, t, avatar, format] = await Promise.all([
    ask(path, (api) => api.activity.$get({ query: {} })),
    ask(path, (api) => api.avatars.$get({ query: { limit: "1" } })),
    ask(path, (api) => api.costs.totals.$get({ query: { from, zone, ...one } })),
    ask(path, (api) => api.costs.totals.$get({ query: one })),
    getTranslations("today"),
    getTranslations("avatar"),
    getFormatter(),
  ]);
  if (avatars.items.length === 0 && activity.needs.length === 0) {
    return (
      <>
        <PageHead title={t("title")} />
        <RefreshOn about={["avatar"]} />
        <Empty title={t("emptyTitle")} lead={t("emptyLead")}>
          <ReachLink href="/avatars/new" className={buttonVariants({ variant: "primary" })}>
            {avatar("new")}
          </ReachLink>
        </Empty>
      </>
    );
  }
  return (
    <>
      <PageHead title={t("title")} />
      {/* While something runs there is a new cost each second, and the sum is no bar that somebody watches. */}
      <RefreshOn about={["costs"]} atMostEveryMs={30_000} />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_220px]">
        <Today initial={activity} avatarId={one.avatarId} />
        <ReachLink
          href={addressOf("/costs", { from, ...one })}
          className="order-first grid content-start gap-0.5 self-start rounded-control tabular-nums lg:order-none"
        >
          <span className="text-13 text-ink-2">{t("spent")}</span>
          <span className="text-28 font-semibold">{money(format, spent.amountNanos)}</span>
          <span className="text-13 text-ink-3">
            {t("spentAll", { amount: money(format, total.amountNanos) })}
          </span>
        </ReachLink>
      </div>
    </>
  );
}

/** The day before today in the operator's zone, as the ledger names days. */
function yesterday(timeZone: string): string {
  // Swedish writes dates as ISO does.
  return new Date(Date.now() - 86_400_000).toLocaleDateString("sv-SE", { timeZone });
}
