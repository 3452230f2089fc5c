import type { presets } from "@vixen/core/avatar/vocabulary.ts";
import type { AvatarDraft, NewAvatar } from "../../../lib/api-type.ts";

export const steps = ["identity", "character", "place", "look", "options"] as const;
export type Step = (typeof steps)[number];

/** What is typed and chosen, as the controls hold it. */
export type Values = {
  name: string;
  age: string;
  niche: string;
  style: string;
  language: string;
  city: string;
  preset: (typeof presets)[number];
  mode: "byHand" | "automatic";
  candidateCount: string;
  /** In dollars; empty for no cap. */
  cap: string;
};

/** What each step asks for until there is a persona. */
export const stepFields = {
  identity: ["name", "age"],
  character: ["niche", "style"],
  place: ["language", "city"],
} as const satisfies Partial<Record<Step, readonly (keyof Values)[]>>;
type DraftStep = keyof typeof stepFields;

export const isDraftStep = (step: Step): step is DraftStep => step in stepFields;

/** Fields that are wrong, each with the code of what is said about it. */
export type Wrong = ReadonlyMap<string, string>;

const lookFields = ["face", "candidateCount"];

/** The step on which a field is. */
export const stepOf = (field: string): Step =>
  (Object.keys(stepFields) as DraftStep[]).find((step) => stepFields[step].some((name) => name === field)) ??
  (lookFields.includes(field) ? "look" : "options");

const optionFields = ["cap", "costCapCents"];

/** Whether some step has a place for what is said about a field. */
export const isShown = (field: string): boolean =>
  stepOf(field) !== "options" || optionFields.includes(field);

export function emptyValues(language: string): Values {
  return {
    name: "",
    age: "",
    niche: "",
    style: "",
    language,
    city: "",
    preset: "balanced",
    mode: "byHand",
    candidateCount: "4",
    cap: "",
  };
}

export function valuesOf(
  source: { draft?: AvatarDraft | undefined; avatar?: NewAvatar | undefined },
  language: string,
) {
  const values = emptyValues(language);
  if (source.avatar) {
    const { avatar } = source;
    const { name, niche, style, preset } = avatar;
    return {
      ...values,
      ...{ name, niche, style, preset, language: avatar.language },
      age: String(avatar.age),
      city: `${avatar.city}, ${avatar.country}`,
      mode: avatar.isAutomatic ? ("automatic" as const) : ("byHand" as const),
      candidateCount: String(avatar.candidateCount),
      cap: avatar.costCapCents === null ? "" : String(avatar.costCapCents / 100),
    };
  }
  const { age, ...texts } = source.draft?.fields ?? {};
  return { ...values, ...texts, age: age === undefined ? "" : String(age) };
}

/** What is typed, as the API takes it; nothing where nothing is typed. */
export function inputOf(values: Values) {
  const text = (value: string) => (value.trim() === "" ? undefined : value);
  return {
    name: text(values.name),
    age: values.age.trim() === "" ? undefined : Number(values.age),
    niche: text(values.niche),
    style: text(values.style),
    language: values.language,
    city: text(values.city),
    preset: values.preset,
    isAutomatic: values.mode === "automatic",
    candidateCount: Number(values.candidateCount),
    costCapCents: centsOf(values.cap),
  };
}

/** Cents of an amount in dollars, with a point or a comma; undefined for none, not a number for nonsense. */
export function centsOf(typed: string): number | undefined {
  const text = typed.trim().replace(/^\$/, "").replace(",", ".");
  if (text === "") return undefined;
  return /^\d+(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : Number.NaN;
}
