import { useFormatter, useTranslations } from "next-intl";
import type { Avatar, AvatarDraft } from "../../lib/api-type.ts";
import { ReachLink } from "../../ui/reach-link.tsx";
import { money } from "../cost/money.ts";
import { AvatarStatus } from "./avatar-status.tsx";
import { DraftCard } from "./draft-card.tsx";
import { Portrait } from "./portrait.tsx";
import { Ring } from "./ring.tsx";

type Props = { avatars: Avatar[]; drafts: AvatarDraft[]; progress: ReadonlyMap<string, number> };

/** The personas side by side, those that are still being thought up first. */
export function Wall({ avatars, drafts, progress }: Props) {
  const t = useTranslations("avatar");
  const format = useFormatter();
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5">
      {drafts.map((draft) => (
        <li key={draft.id}>
          <DraftCard draft={draft} />
        </li>
      ))}
      {avatars.map((avatar) => (
        <li key={avatar.id}>
          <ReachLink href={hrefOf(avatar)} className="grid gap-2 rounded-media">
            <Ring status={avatar.status} progress={progress.get(avatar.id)}>
              <Portrait url={avatar.faceUrl} name={avatar.name} />
            </Ring>
            <span className="grid gap-0.5 px-1.5">
              <span className="truncate text-16 font-medium">{avatar.name}</span>
              <span className="truncate text-13 text-ink-2">
                {t("years", { age: avatar.age })} · {avatar.city}
              </span>
              <span className="flex flex-wrap items-center justify-between gap-x-2">
                <AvatarStatus status={avatar.status} />
                <span className="text-13 text-ink-2 tabular-nums">{progressOf(progress.get(avatar.id))}</span>
              </span>
              <span className="text-13 text-ink-2 tabular-nums">
                {avatar.version === null ? null : `v${avatar.version} · `}
                {money(format, avatar.spentNanos)}
                <span className="sr-only"> {t("spent")}</span>
              </span>
            </span>
          </ReachLink>
        </li>
      ))}
    </ul>
  );

  function progressOf(part: number | undefined): string {
    return part === undefined ? "" : format.number(part, { style: "percent" });
  }
}

/** One whose face is still to be chosen goes on where it was left. */
const hrefOf = ({ id, status, isAutomatic }: Avatar) =>
  status === "draft" && !isAutomatic
    ? (`/avatars/new?avatar=${id}&step=look` as const)
    : (`/avatars/${id}` as const);
