"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { AvatarOverview, Candidate } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useLive } from "../../lib/use-live.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { FaceChoice } from "./face-choice.tsx";

type Props = { avatar: AvatarOverview; initial: Candidate[]; onLocked: (avatar: AvatarOverview) => void };

/** The wizard's second step: the faces as they arrive, each can be made anew, one is locked. */
export function Faces({ avatar, initial, onLocked }: Props) {
  const t = useTranslations("wizard");
  const error = useTranslations("error");
  const param = { avatarId: avatar.id };
  const faces = api.avatars[":avatarId"];
  const read = async () => (await answerOf(faces.candidates.$get({ param }))).items;
  const { value, setValue, isStale } = useLive(initial, read, [`candidates:${avatar.id}`]);
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const [chosenId, choose] = useState<string>();
  const chosen = value.find(({ id, status }) => id === chosenId && status === "ready");

  const make = () =>
    run(async () => setValue((await answerOf(faces.candidates.$post({ param, header: {} }))).items));
  const makeAnother = (face: Candidate) =>
    run(async () => {
      const slot = String(face.slot);
      const header = keyOf({ slot, revision: face.revision });
      const request = faces.candidates[":slot"].reroll.$post({ param: { ...param, slot }, header });
      setValue((await answerOf(request)).items);
    });
  const lock = (candidateId: string) =>
    run(async () => {
      const header = keyOf({ candidateId });
      onLocked(await answerOf(faces.lock.$post({ param, json: { candidateId }, header })));
    });

  return (
    <section aria-labelledby="faces" className="grid gap-4">
      <div className="grid gap-1">
        <p className="text-13 text-ink-3">{t("stepTwo")}</p>
        <h2 id="faces" className="text-20">
          {t("faces")}
        </h2>
        <p className="text-ink-2">{t(avatar.isAutomatic ? "facesAutomatic" : "facesLead")}</p>
      </div>
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <ProblemNotice problem={problem} />
      {value.length === 0 ? (
        <Button variant="primary" className="justify-self-start" onClick={make} disabled={isPending}>
          {t("makeFaces")}
        </Button>
      ) : (
        <ul className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-4">
          {value.map((face) => (
            <li key={face.slot} className="grid content-start gap-2">
              <FaceChoice face={face} isChosen={face.id === chosenId} onChoose={() => choose(face.id)} />
              <Button
                variant="quiet"
                disabled={isPending || face.status === "pending"}
                aria-label={t("rerollOf", { number: face.slot + 1 })}
                onClick={() => makeAnother(face)}
              >
                <RotateCw aria-hidden /> {t("reroll")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {value.length > 0 ? (
        <Button
          variant="primary"
          className="justify-self-start"
          disabled={!chosen || isPending}
          onClick={() => chosen && lock(chosen.id)}
        >
          {t("lock")}
        </Button>
      ) : null}
    </section>
  );
}
