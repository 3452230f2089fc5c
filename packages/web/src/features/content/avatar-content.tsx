import { useTranslations } from "next-intl";
import type { AvatarOverview, Batch } from "../../lib/api-type.ts";
import { buttonVariants } from "../../ui/button.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { BatchList } from "./batch-list.tsx";
import { StartBatchForm } from "./start-batch-form.tsx";

/** An avatar's batches, and the form that starts another. */
export function AvatarContent({ avatar, batches }: { avatar: AvatarOverview; batches: Batch[] }) {
  const t = useTranslations("content");
  if (avatar.status !== "ready") return <p className="py-6 text-ink-2">{t("notReady")}</p>;
  return (
    <div className="grid gap-8">
      <StartBatchForm avatarId={avatar.id} />
      <BatchList avatar={{ id: avatar.id, timezone: avatar.timezone }} initial={batches} />
      <ReachLink
        href={`/library?avatar=${avatar.id}`}
        className={buttonVariants({ className: "justify-self-start" })}
      >
        {t("library")}
      </ReachLink>
    </div>
  );
}
