"use client";

import type { NewAvatar } from "../../../lib/api-type.ts";
import { api } from "../../../lib/browser-api.ts";
import { answerOf } from "../../../lib/refusal.ts";
import { type How, useKeeper } from "./use-keeper.ts";
import { centsOf, type Values } from "./values.ts";

type Options = {
  avatar: NewAvatar | undefined;
  values: Values;
  onSaved: (avatar: NewAvatar) => void;
};

const textOf = ({ preset, cap, candidateCount }: Values): string =>
  JSON.stringify({ preset, cap, candidateCount });

/** Keeps the options of a persona that is not begun yet; how it goes on from here stands in the address. */
export function useOptionKeeper({ avatar, values, onSaved }: Options) {
  const work = async (now: Values, { isChanged, init }: How) => {
    if (!avatar || !isChanged) return undefined;
    const isWrong = (await import("./rules.ts")).isCapWrong(now.cap);
    const json = {
      preset: now.preset,
      candidateCount: Number(now.candidateCount),
      ...(isWrong ? {} : { costCapCents: centsOf(now.cap) ?? null }),
    };
    const param = { avatarId: avatar.id };
    onSaved(await answerOf(api.avatars[":avatarId"].$patch({ param, json }, { init })));
    return isWrong ? ("partly" as const) : ("whole" as const);
  };
  // Most of it is chosen by one click, which says all that it means.
  return useKeeper({ values, textOf, work, initial: undefined, pauseMs: 300 });
}
