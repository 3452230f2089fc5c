import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefreshOn } from "../../../features/activity/refresh-on.tsx";
import { Wall } from "../../../features/avatar/wall.tsx";
import { ask } from "../../../lib/server-api.ts";
import { buttonVariants } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { LinkPending } from "../../../ui/pending.tsx";
import { ReachLink } from "../../../ui/reach-link.tsx";

type Props = { searchParams: Promise<{ cursor?: string; status?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("avatar"))("title") };
}

export default async function AvatarsPage({ searchParams }: Props) {
  const t = await getTranslations("avatar");
  const { cursor, status } = await searchParams;
  const isArchive = status === "archived";
  const path = isArchive ? "/avatars?status=archived" : "/avatars";
  const query = {
    limit: "40",
    ...(cursor ? { cursor } : {}),
    ...(isArchive ? { status: "archived" as const } : {}),
  };
  const hasDrafts = !isArchive && !cursor;
  const [avatars, drafts, activity] = await Promise.all([
    ask(path, (api) => api.avatars.$get({ query })),
    hasDrafts
      ? ask(path, (api) => api.avatars.drafts.$get({ query: { limit: "40" } }))
      : { items: [], next: null },
    ask(path, (api) => api.activity.$get({ query: {} })),
  ]);
  const { items, next } = avatars;
  const progress = new Map(
    activity.jobs.flatMap((job) =>
      job.kind === "batch" || job.avatarId === null ? [] : [[job.avatarId, job.progress] as const],
    ),
  );
  const create = (
    <ReachLink href="/avatars/new" className={buttonVariants({ variant: "primary" })}>
      {t("new")}
    </ReachLink>
  );
  const isEmpty = items.length === 0 && drafts.items.length === 0 && !cursor;
  return (
    <>
      <RefreshOn about={["avatar", "dataset"]} />
      <PageHead title={t("title")}>{isEmpty && !isArchive ? null : create}</PageHead>
      <nav aria-label={t("show")} className="flex gap-5 border-b border-line">
        {(["", "archived"] as const).map((name) => (
          <ReachLink
            key={name}
            href={name === "" ? "/avatars" : "/avatars?status=archived"}
            aria-current={isArchive === (name === "archived") ? "page" : undefined}
            className="relative -mb-px flex min-h-11 items-center border-b-2 border-transparent text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
          >
            {t(name === "" ? "inUse" : "archivedOnes")}
            <LinkPending />
          </ReachLink>
        ))}
      </nav>
      {isEmpty ? (
        <Empty
          title={t(isArchive ? "archiveEmpty" : "empty")}
          lead={t(isArchive ? "archiveEmptyLead" : "emptyLead")}
        >
          {isArchive ? null : create}
        </Empty>
      ) : (
        <Wall avatars={items} drafts={drafts.items} progress={progress} />
      )}
      {next ? (
        <ReachLink
          href={`${path}${isArchive ? "&" : "?"}cursor=${next}` as "/avatars"}
          className={buttonVariants({ className: "relative justify-self-start" })}
        >
          {t("more")}
          <LinkPending />
        </ReachLink>
      ) : null}
    </>
  );
}
