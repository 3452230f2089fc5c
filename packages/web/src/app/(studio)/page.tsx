import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { settledOf } from "../../features/content/counts.ts";
import { money } from "../../features/cost/money.ts";
import { TodayList } from "../../features/frame/today-list.tsx";
import { ask } from "../../lib/server-api.ts";
import { buttonVariants } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { PageHead } from "../../ui/page-head.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("today"))("title") };
}

export default async function TodayPage() {
  const [avatars, batches, total, t, avatar, format] = await Promise.all([
    ask("/", (api) => api.avatars.$get({ query: { limit: "100" } })),
    ask("/", (api) => api.content.batches.$get({ query: { limit: "50" } })),
    ask("/", (api) => api.costs.totals.$get({ query: {} })),
    getTranslations("today"),
    getTranslations("avatar"),
    getFormatter(),
  ]);
  if (avatars.items.length === 0) {
    return (
      <>
        <PageHead title={t("title")} />
        <Empty title={t("emptyTitle")} lead={t("emptyLead")}>
          <Link href="/avatars/new" className={buttonVariants({ variant: "primary" })}>
            {avatar("new")}
          </Link>
        </Empty>
      </>
    );
  }
  const names = new Map(avatars.items.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? "";
  const needs = [
    ...avatars.items.flatMap(({ id, name, status, isAutomatic }) => {
      if (status === "draft" && !isAutomatic)
        return [{ href: `/avatars/${id}` as const, text: t("chooseFace", { name }) }];
      if (status === "failed") return [{ href: `/avatars/${id}` as const, text: t("failed", { name }) }];
      return [];
    }),
    ...batches.items
      .filter(({ counts }) => counts.review > 0)
      .map(({ id, avatarId, counts }) => ({
        href: `/batches/${id}` as const,
        text: t("review", { count: counts.review, name: nameOf(avatarId) }),
      })),
  ];
  const runs = [
    ...avatars.items
      .filter(({ status }) => status === "training")
      .map(({ id, name }) => ({ href: `/avatars/${id}` as const, text: t("setup", { name }) })),
    ...batches.items
      .filter(({ status }) => status === "running")
      .map(({ id, avatarId, counts }) => ({
        href: `/batches/${id}` as const,
        text: t("batch", { done: settledOf(counts), count: counts.requested, name: nameOf(avatarId) }),
      })),
  ];
  return (
    <>
      <PageHead title={t("title")} />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_220px]">
        <div className="grid content-start gap-8">
          <TodayList title={t("needs")} lines={needs} none={t("nothingNeeds")} />
          <TodayList title={t("runs")} lines={runs} none={t("nothingRuns")} />
        </div>
        <Link href="/costs" className="grid content-start gap-1 tabular-nums">
          <span className="text-13 text-ink-2">{t("spent")}</span>
          <span className="text-28 font-semibold">{money(format, total.amountNanos)}</span>
        </Link>
      </div>
    </>
  );
}
