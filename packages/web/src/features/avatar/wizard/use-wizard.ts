"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import type { AvatarDraft, NewAvatar } from "../../../lib/api-type.ts";
import { api } from "../../../lib/browser-api.ts";
import { answerOf, Refusal } from "../../../lib/refusal.ts";
import { useAction } from "../../../lib/use-action.ts";
import { useRequestKey } from "../../../lib/use-request-key.ts";
import { useDraftKeeper } from "./use-draft-keeper.ts";
import type { Refused } from "./use-keeper.ts";
import { useOptionKeeper } from "./use-option-keeper.ts";
import {
  inputOf,
  isDraftStep,
  isShown,
  type Step,
  stepFields,
  stepOf,
  steps,
  type Values,
  valuesOf,
  type Wrong,
} from "./values.ts";

type Initial = {
  draft?: AvatarDraft | undefined;
  avatar?: NewAvatar | undefined;
  language: string;
  /** The draft and the persona that this wizard is about, for who has to know them in an address. */
  own: Set<string>;
};

/** The wizard's state: what is typed, where in it a person is (the address), and what becomes of it. */
export function useWizard(initial: Initial) {
  const router = useRouter();
  const search = useSearchParams();
  const [values, setValues] = useState(() => ({
    ...valuesOf(initial, initial.language),
    ...(search.get("mode") === "automatic" && { mode: "automatic" as const }),
  }));
  const [avatar, setAvatar] = useState(initial.avatar);
  const [invalid, setInvalid] = useState<Wrong>(new Map());
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const step = steps.find((name) => name === search.get("step")) ?? (avatar ? "look" : "identity");
  const faceId = search.get("face") ?? undefined;
  const keeper = useDraftKeeper({
    initialId: initial.draft?.id,
    step,
    values,
    isMade: avatar !== undefined,
  });
  const { draftId } = keeper;
  const options = useOptionKeeper({ avatar, values, onSaved: setAvatar });

  type Place = { step: Step; avatarId?: string | undefined; face?: string | undefined; mode?: string };
  const addressOf = (next: Place) => {
    const query = new URLSearchParams();
    const avatarId = next.avatarId ?? avatar?.id;
    const id = avatarId ?? keeper.currentId();
    if (id) query.set(avatarId ? "avatar" : "draft", id);
    if (id) claim(initial.own, id);
    query.set("step", next.step);
    const face = "face" in next ? next.face : faceId;
    if (face) query.set("face", face);
    if ((next.mode ?? values.mode) === "automatic") query.set("mode", "automatic");
    return `/avatars/new?${query}`;
  };
  // The address gets the draft as soon as there is one, so that a reload finds it.
  const { own } = initial;
  useEffect(() => {
    const query = new URLSearchParams(window.location.search);
    if (!draftId || query.has("draft") || query.has("avatar")) return;
    query.set("draft", draftId);
    claim(own, draftId);
    window.history.replaceState(null, "", `/avatars/new?${query}`);
  }, [draftId, own]);

  const push = (next: { step: Step; avatarId?: string }) => {
    // The address that is left leads back here, and not to an empty wizard.
    if (avatar || keeper.currentId()) window.history.replaceState(null, "", addressOf({ step }));
    window.history.pushState(null, "", addressOf(next));
  };
  const go = (next: Step) => {
    setInvalid(new Map());
    push({ step: next });
  };
  const set = (name: keyof Values, value: string) => {
    setValues((before) => ({ ...before, [name]: value }));
    // What was said about a field was said about what it held.
    setInvalid((before) => new Map([...before].filter(([field]) => field !== name)));
    if (name === "mode") window.history.replaceState(null, "", addressOf({ step, mode: value }));
  };
  const refuse = (fields: string[], code = "input_invalid") => {
    setInvalid(new Map(fields.map((name) => [name, code])));
    const [first] = fields;
    if (first && stepOf(first) !== step) push({ step: stepOf(first) });
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  /** Shows at its field what the API refused; the rest is for the notice. */
  const telling = (work: () => Promise<void>) =>
    run(async () => {
      setInvalid(new Map());
      try {
        await work();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const names = Object.keys(error.fields).map((name) => name.replace(/^fields\./, ""));
        if (names.length > 0) refuse(names, error.code);
        if (!names.some(isShown)) throw error;
      }
    });

  /** Has what the step says kept; false when something of it cannot be. */
  const keep = async (): Promise<boolean> => {
    if (!avatar) {
      await keeper.save();
      return true;
    }
    if (step === "options") return await keepOptions();
    if (!isDraftStep(step)) return true;
    const parsed = (await import("./rules.ts")).schemas[step].safeParse(inputOf(values));
    if (!parsed.success) {
      refuse(parsed.error.issues.map((issue) => String(issue.path[0])));
      return false;
    }
    const param = { avatarId: avatar.id };
    setAvatar(await answerOf(api.avatars[":avatarId"].$patch({ param, json: parsed.data })));
    return true;
  };
  const keepOptions = async (): Promise<boolean> => {
    if ((await import("./rules.ts")).isCapWrong(values.cap)) {
      refuse(["cap"]);
      return false;
    }
    await options.save();
    return true;
  };

  const jump = (next: Step) =>
    telling(async () => {
      if (await keep()) go(next);
    });

  /** From one of the first three steps to the one after it; after the third there is a persona. */
  const next = () =>
    telling(async () => {
      if (!isDraftStep(step)) return;
      const { schemas } = await import("./rules.ts");
      const parsed = schemas[step].safeParse(inputOf(values));
      if (!parsed.success) return refuse(parsed.error.issues.map((issue) => String(issue.path[0])));
      if (!(await keep())) return;
      const refused = Object.entries(wrongIn(keeper.currentRefused(), values));
      const here = refused.filter(([name]) => stepFields[step].some((field) => field === name));
      if (here.length > 0) return refuse(here.map(([name]) => name));
      if (step !== "place" || avatar) return go(steps[steps.indexOf(step) + 1] ?? "options");
      await make();
    });

  async function make() {
    const id = keeper.currentId();
    const input = { ...inputOf(values), isAutomatic: false, costCapCents: undefined, draftId: id };
    const whole = (await import("./rules.ts")).Create.safeParse(input);
    if (!whole.success) return refuse(whole.error.issues.map((issue) => String(issue.path[0])));
    const json = whole.data;
    const made = await answerOf(api.avatars.$post({ json, header: keyOf(json) }));
    setAvatar(made);
    push({ step: "look", avatarId: made.id });
  }

  const choose = (face: string | undefined) =>
    window.history.replaceState(null, "", addressOf({ step, face }));

  /** Locks the chosen face, or has the best one locked, and goes to see the persona come to be. */
  const finish = () =>
    telling(async () => {
      if (!(await keepOptions())) return;
      if (!avatar) return await make();
      const isAutomatic = values.mode === "automatic";
      if (!isAutomatic && !faceId) return refuse(["face"]);
      const route = api.avatars[":avatarId"];
      const param = { avatarId: avatar.id };
      const json = { isAutomatic, reviewsDataset: !isAutomatic };
      await answerOf(route.$patch({ param, json }));
      if (faceId) {
        const body = { candidateId: faceId };
        await answerOf(route.lock.$post({ param, json: body, header: keyOf(body) }));
      } else {
        await answerOf(route.candidates.$post({ param, header: keyOf({ automatic: avatar.id }) }));
      }
      router.push(`/avatars/${avatar.id}`);
    });

  // What a persona's texts are is kept by leaving their step.
  const shown = isDraftStep(step) ? undefined : options.state;
  const saving = avatar ? shown : keeper.state;
  const wrong: Wrong = new Map([...invalid, ...Object.entries(wrongIn(keeper.refused, values))]);
  return {
    ...{ step, values, set, avatar, setAvatar, invalid: wrong, problem, isPending, faceId, choose },
    ...{ jump, next, finish, saving },
  };
}

/** Of what was refused, what the fields still hold, with the reason. */
const wrongIn = (refused: Refused, values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(refused).flatMap(([name, { value, code }]) =>
      values[name as keyof Values] === value ? [[name, code]] : [],
    ),
  );

/** What the wizard is about from now on; it is no longer the new one, which another visit may ask for. */
function claim(own: Set<string>, id: string): void {
  own.add(id);
  own.delete("new");
}
