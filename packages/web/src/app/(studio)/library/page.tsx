import { pieceStatuses } from "@vixen/core/content/schema.ts";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PieceGrid } from "../../../features/content/piece-grid.tsx";
import { ask } from "../../../lib/server-api.ts";
import { buttonVariants } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { PageHead } from "../../../ui/page-head.tsx";

type Props = { searchParams: Promise<{ avatarId?: string; status?: string; cursor?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("content"))("library") };
}

export default async function LibraryPage({ searchParams }: Props) {
  const t = await getTranslations("content");
  const avatar = await getTranslations("avatar");
  const asked = await searchParams;
  const status = pieceStatuses.find((name) => name === asked.status);
  const filter = { ...(asked.avatarId ? { avatarId: asked.avatarId } : {}), ...(status ? { status } : {}) };
  const query = { ...filter, limit: "60", ...(asked.cursor ? { cursor: asked.cursor } : {}) };
  const { items, next } = await ask("/library", (api) => api.content.pieces.$get({ query }));
  const addressOf = (change: Record<string, string>) =>
    `/library?${new URLSearchParams({ ...filter, ...change })}` as const;
  const { status: _all, ...withoutStatus } = filter;
  const all = `/library?${new URLSearchParams(withoutStatus)}` as const;
  return (
    <>
      <PageHead title={t("library")} />
      <nav aria-label={t("filter")} className="-mx-4 overflow-x-auto px-4">
        <ul className="flex gap-2">
          {[undefined, "ready", "review", "blocked", "failed"].map((name) => {
            const word = (name ?? "all") as "all" | "ready" | "review" | "blocked" | "failed";
            return (
              <li key={word}>
                <Link
                  href={name ? addressOf({ status: name }) : all}
                  aria-current={name === status ? "true" : undefined}
                  className={buttonVariants({
                    className: "aria-[current]:border-accent aria-[current]:font-semibold",
                  })}
                >
                  {t(word)}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      {items.length === 0 ? (
        <Empty title={t("empty")} lead={t("emptyLead")}>
          <Link href="/avatars" className={buttonVariants({ variant: "primary" })}>
            {avatar("title")}
          </Link>
        </Empty>
      ) : (
        <PieceGrid pieces={items} />
      )}
      {next ? (
        <Link
          href={addressOf({ cursor: next })}
          className={buttonVariants({ className: "justify-self-start" })}
        >
          {avatar("more")}
        </Link>
      ) : null}
    </>
  );
}
