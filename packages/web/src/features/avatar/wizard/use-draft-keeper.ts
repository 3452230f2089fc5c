"use client";

import { useRef, useState } from "react";
import { api } from "../../../lib/browser-api.ts";
import { answerOf } from "../../../lib/refusal.ts";
import { useRequestKey } from "../../../lib/use-request-key.ts";
import { type How, useKeeper } from "./use-keeper.ts";
import { inputOf, isDraftStep, type Step, type Values } from "./values.ts";

type Options = {
  initialId: string | undefined;
  step: Step;
  values: Values;
  /** Whether a persona exists already, which keeps its own fields. */
  isMade: boolean;
};

/** What of the values a draft is about. */
const partOf = (values: Values) => {
  const { name, age, niche, style, language, city } = inputOf(values);
  return { name, age, niche, style, language, city };
};
const textOf = (values: Values): string => JSON.stringify(partOf(values));

const isWhole = (values: Values, fields: object): boolean =>
  Object.entries(partOf(values)).every(([field, value]) => value === undefined || field in fields);

/** Keeps the draft at the API: the first save makes it and the next ones find it. */
export function useDraftKeeper({ initialId, step, values, isMade }: Options) {
  const [draftId, setDraftId] = useState(initialId);
  const keptId = useRef(initialId);
  const keyOf = useRequestKey();

  const work = async (now: Values, { isChanged, refused, init }: How) => {
    if (isMade || (!isChanged && keptId.current)) return undefined;
    const { draftFieldsOf } = await import("./rules.ts");
    const fields = Object.fromEntries(
      Object.entries(draftFieldsOf(now)).filter(
        ([name]) => refused[name]?.value !== now[name as keyof Values],
      ),
    );
    const json = { step: isDraftStep(step) ? step : ("place" as const), fields };
    const { drafts } = api.avatars;
    const draft = keptId.current
      ? await answerOf(drafts[":draftId"].$patch({ param: { draftId: keptId.current }, json }, { init }))
      : await answerOf(drafts.$post({ json, header: keyOf(json) }, { init }));
    keptId.current = draft.id;
    setDraftId(draft.id);
    return isWhole(now, fields) ? ("whole" as const) : ("partly" as const);
  };
  const initial = initialId === undefined ? undefined : ("whole" as const);
  const keeper = useKeeper({ values, textOf, work, initial, pauseMs: 1_000 });
  return { ...keeper, draftId, currentId: () => keptId.current };
}
