"use client";

import { RotateCw } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Candidate, Estimate, NewAvatar } from "../../../lib/api-type.ts";
import { api } from "../../../lib/browser-api.ts";
import { answerOf } from "../../../lib/refusal.ts";
import { useAction } from "../../../lib/use-action.ts";
import { useLive } from "../../../lib/use-live.ts";
import { useRequestKey } from "../../../lib/use-request-key.ts";
import { Button } from "../../../ui/button.tsx";
import { SelectField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { roughMoney } from "../../cost/money.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { FaceChoice } from "../face-choice.tsx";

type Props = {
  avatar: NewAvatar;
  initial: Candidate[];
  count: string;
  onCount: (count: string) => void;
  faceId: string | undefined;
  isMissing: boolean;
  onChoose: (faceId: string | undefined) => void;
};

/** The faces as they arrive; each can be made anew without touching the others, and one is chosen. */
export function LookStep({ avatar, initial, count, onCount, faceId, isMissing, onChoose }: Props) {
  const t = useTranslations("wizard");
  const error = useTranslations("error");
  const format = useFormatter();
  const param = { avatarId: avatar.id };
  const route = api.avatars[":avatarId"];
  const read = async () => (await answerOf(route.candidates.$get({ param }))).items;
  const { value: faces, setValue, isStale } = useLive(initial, read, [`candidates:${avatar.id}`]);
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const price = useFacePrice(avatar.id);
  const costOf = (number: number) => (price ? roughMoney(format, number * price.amountNanos) : "");

  const make = () =>
    run(async () => {
      await answerOf(route.$patch({ param, json: { candidateCount: Number(count) } }));
      setValue((await answerOf(route.candidates.$post({ param, header: keyOf({ count }) }))).items);
    });
  const makeAnother = (face: Candidate) =>
    run(async () => {
      const slot = String(face.slot);
      const header = keyOf({ slot, revision: face.revision });
      const request = route.candidates[":slot"].reroll.$post({ param: { ...param, slot }, header });
      setValue((await answerOf(request)).items);
      // The one that was chosen is no more: another stands in its place.
      if (face.id === faceId) onChoose(undefined);
    });

  return (
    <div className="grid gap-4">
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <ProblemNotice problem={problem} />
      {isMissing ? <Notice tone="bad">{t("faceMissing")}</Notice> : null}
      {faces.length === 0 ? (
        <div className="flex flex-wrap items-end gap-3">
          <div className="w-40">
            <SelectField
              name="candidateCount"
              label={t("candidateCount")}
              value={count}
              onChange={(event) => onCount(event.currentTarget.value)}
            >
              {[1, 2, 3, 4, 5, 6, 7, 8].map((number) => (
                <option key={number}>{number}</option>
              ))}
            </SelectField>
          </div>
          <Button onClick={make} disabled={isPending}>
            {t("makeFaces")}
          </Button>
          <p className="min-h-9 content-center text-13 text-ink-2 tabular-nums" aria-live="polite">
            {price ? t("about", { cost: costOf(Number(count)) }) : ""}
          </p>
        </div>
      ) : (
        <>
          <p className="min-h-5 text-13 text-ink-2 tabular-nums">
            {price ? t("rerollCost", { cost: costOf(1) }) : ""}
          </p>
          <ul className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-4">
            {faces.map((face) => (
              <li key={face.slot} className="grid content-start gap-2">
                <FaceChoice face={face} isChosen={face.id === faceId} onChoose={() => onChoose(face.id)} />
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
        </>
      )}
    </div>
  );
}

/** What one face costs; undefined until the API has said so. */
function useFacePrice(avatarId: string): Estimate | undefined {
  const [price, setPrice] = useState<Estimate>();
  useEffect(() => {
    let isGone = false;
    answerOf(api.avatars[":avatarId"].estimate.$get({ param: { avatarId }, query: { of: "face" } }))
      .then((answer) => !isGone && setPrice(answer))
      // Faces can be made without it; the panel beside them has the whole estimate.
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [avatarId]);
  return price;
}
