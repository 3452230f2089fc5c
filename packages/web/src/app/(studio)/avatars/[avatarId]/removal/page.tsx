import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RemovalReceipt } from "../../../../../features/avatar/removal-receipt.tsx";
import { ask } from "../../../../../lib/server-api.ts";
import { buttonVariants } from "../../../../../ui/button.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { ReachLink } from "../../../../../ui/reach-link.tsx";

type Props = { params: Promise<{ avatarId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("removal"))("title") };
}

export default async function RemovalPage({ params }: Props) {
  const { avatarId } = await params;
  const t = await getTranslations("removal");
  const path = `/avatars/${avatarId}/removal`;
  const removal = await ask(path, (api) => api.avatars[":avatarId"].removal.$get({ param: { avatarId } }));
  return (
    <>
      <PageHead title={t("title")} />
      <RemovalReceipt initial={removal} />
      <p className="text-ink-2">{t("costs")}</p>
      <div className="flex flex-wrap gap-2">
        <ReachLink href="/avatars" className={buttonVariants()}>
          {t("toAvatars")}
        </ReachLink>
        <ReachLink href="/costs" className={buttonVariants({ variant: "quiet" })}>
          {t("toCosts")}
        </ReachLink>
      </div>
    </>
  );
}
