import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Wall } from "../../../features/avatar/wall.tsx";
import { ask } from "../../../lib/server-api.ts";
import { buttonVariants } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { PageHead } from "../../../ui/page-head.tsx";

type Props = { searchParams: Promise<{ cursor?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("avatar"))("title") };
}

export default async function AvatarsPage({ searchParams }: Props) {
  const t = await getTranslations("avatar");
  const { cursor } = await searchParams;
  const query = { limit: "40", ...(cursor ? { cursor } : {}) };
  const { items, next } = await ask("/avatars", (api) => api.avatars.$get({ query }));
  const create = (
    <Link href="/avatars/new" className={buttonVariants({ variant: "primary" })}>
      {t("new")}
    </Link>
  );
  if (items.length === 0 && !cursor) {
    return (
      <>
        <PageHead title={t("title")} />
        <Empty title={t("empty")} lead={t("emptyLead")}>
          {create}
        </Empty>
      </>
    );
  }
  return (
    <>
      <PageHead title={t("title")}>{create}</PageHead>
      <Wall avatars={items} />
      {next ? (
        <Link
          href={`/avatars?cursor=${next}`}
          className={buttonVariants({ className: "justify-self-start" })}
        >
          {t("more")}
        </Link>
      ) : null}
    </>
  );
}
