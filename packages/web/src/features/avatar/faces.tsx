"use client";

import { useTranslations } from "next-intl";
import type { AvatarOverview, Candidate } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useLive } from "../../lib/use-live.ts";
import { buttonVariants } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { FaceChoice } from "./face-choice.tsx";

type Props = { avatar: AvatarOverview; initial: Candidate[] };

/** The faces of a persona without one: as they arrive while it goes on by itself, else the way back to choosing. */
export function Faces({ avatar, initial }: Props) {
  const t = useTranslations("wizard");
  const error = useTranslations("error");
  const param = { avatarId: avatar.id };
  const read = async () => (await answerOf(api.avatars[":avatarId"].candidates.$get({ param }))).items;
  const { value, isStale } = useLive(initial, read, [`candidates:${avatar.id}`]);
  return (
    <section aria-labelledby="faces" className="grid justify-items-start gap-4">
      <div className="grid gap-1">
        <h2 id="faces" className="text-20">
          {t("faces")}
        </h2>
        <p className="text-ink-2">{t(avatar.isAutomatic ? "facesAutomatic" : "lookLead")}</p>
      </div>
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      {avatar.isAutomatic ? null : (
        <ReachLink
          href={`/avatars/new?avatar=${avatar.id}&step=look`}
          className={buttonVariants({ variant: "primary" })}
        >
          {t("continue")}
        </ReachLink>
      )}
      <ul className="grid w-full grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-4">
        {value.map((face) => (
          <li key={face.slot}>
            <FaceChoice face={face} />
          </li>
        ))}
      </ul>
    </section>
  );
}
