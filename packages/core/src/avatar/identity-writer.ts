import { z } from "zod";
import { Budget } from "../cost/index.ts";
import { transaction } from "../kit/db.ts";
import { AppError } from "../kit/error.ts";
import type { Purpose } from "../provider/ledger.ts";
import * as Text from "../provider/text.ts";
import * as Safety from "../safety/check.ts";
import * as Avatar from "./avatar.ts";
import { bioLimits, withDisclosure } from "./disclosure.ts";
import { list, save, textOf } from "./identity.ts";
import * as IdentityWrite from "./identity-write.ts";
import { type Info, identityTexts, writtenKinds } from "./schema.ts";

const { interests, occupation, backstory, tone } = identityTexts;
/** What the model is asked for, with a person's own limits; what is longer is no answer to it. */
const Draft = z.object({
  // It is cut at a word to make room for the AI statement; what is twice as long as a bio may be is none.
  bio: z
    .string()
    .trim()
    .min(1)
    .max(2 * bioLimits.instagram)
    .describe("Profile bio in the persona's language and voice, one or two short sentences"),
  interests: interests.min(3).max(8).describe("Interests, one to three words each"),
  occupation: occupation.describe("Occupation that fits age and city"),
  backstory: backstory.describe(
    "Backstory in three to five sentences, consistent with age, city and occupation",
  ),
  tone: tone.describe("Tone of voice in three adjectives"),
});
export type Draft = z.infer<typeof Draft>;

const Review = z.object({
  contradictions: z
    .array(
      z.object({
        field: z.enum(["bio", "interests", "occupation", "backstory", "tone"]),
        problem: z.string(),
      }),
    )
    .describe("Contradictions between the fields and the facts; empty when there are none"),
});

export type Persona = Pick<Info, "name" | "niche" | "style" | "language" | "city" | "country" | "age">;

const repairsAllowed = 2;

/**
 * Writes what an avatar's identity lacks; what is there, typed or written before, stays as it is.
 * Throws AppError `identity_refused`, `cap_reached`.
 */
export async function write(avatarId: string): Promise<void> {
  const { avatar, existing } = await transaction(async () => ({
    avatar: await Avatar.get(avatarId),
    existing: await list(avatarId),
  }));
  const there = new Set(existing.map(({ kind }) => kind));
  const missing = writtenKinds.filter((kind) => !there.has(kind));
  if (missing.length === 0) return;
  if (avatar.costCapCents !== null) await transaction(() => Budget.requireLeft(avatarId));
  const purpose = { avatarId, subjectId: avatarId };
  const typed = existing.filter(({ kind }) => writtenKinds.some((written) => written === kind));
  const keep = Object.fromEntries(typed.map(({ kind, value }) => [kind, value])) as Partial<Draft>;
  const { draft, checks, confidence, contradictions, model } = await generate(avatar, purpose, { keep });
  await transaction(async () => {
    await Safety.record(checks, purpose);
    const location = `${avatar.city}, ${avatar.country}`;
    await save(avatarId, "location", location, { origin: "typed", confidence: 1, model: null });
    const now = new Set((await list(avatarId)).map(({ kind }) => kind));
    for (const kind of missing) {
      // Typed by a person while the model was writing.
      if (now.has(kind)) continue;
      await save(avatarId, kind, draft[kind], { origin: "inferred", confidence, model });
    }
    if (contradictions.length > 0) await IdentityWrite.note(avatarId, missing, contradictions);
  });
}

/**
 * Drafts an identity, looks for contradictions and has them repaired. The bio always says that an AI made the
 * persona, within Instagram's limit. The parts in `keep` stay as they are and the others are made to agree with
 * them; those in `before` are to become something else.
 * Throws AppError `identity_refused` when the text does not pass moderation.
 */
export async function generate(
  persona: Persona,
  purpose: Purpose,
  { keep = {}, before = {} }: { keep?: Partial<Draft>; before?: Partial<Draft> } = {},
): Promise<{
  draft: Draft;
  contradictions: string[];
  checks: Safety.Check[];
  confidence: number;
  model: string;
}> {
  const brief = [briefOf(persona), ...wishesOf(keep, before)].join("\n");
  const first = await Text.generateNamed({ name: "identity", schema: Draft, system, prompt: brief, purpose });
  let draft = { ...first.value, ...keep };
  let found = await review(persona, draft, purpose);
  for (let repair = 0; found.length > 0 && repair < repairsAllowed; repair++) {
    const repaired = await Text.generate({
      name: "identity",
      schema: Draft,
      system,
      prompt: [
        brief,
        "The draft below has contradictions. Repair them and keep the rest.",
        `Draft: ${JSON.stringify(draft)}`,
        ...found.map((problem) => `Contradiction: ${problem}`),
      ].join("\n"),
      purpose,
    });
    draft = { ...repaired, ...keep };
    found = await review(persona, draft, purpose);
  }
  draft.bio = withDisclosure(draft.bio, persona.language, bioLimits.instagram);
  const checks = await Safety.checkTexts(
    writtenKinds.map((kind) => ({ text: textOf(draft[kind]), place: "text" })),
    { tier: "public", purpose },
  );
  refuseUnlessAllowed(checks, keep);
  // What the review still holds against the text is for a person to look at.
  return {
    draft,
    contradictions: found,
    checks,
    confidence: found.length > 0 ? 0.5 : 0.9,
    model: first.model,
  };
}

/** One part that does not pass refuses all: what a person typed can be reworded, the rest follows niche and style. */
function refuseUnlessAllowed(checks: Safety.Check[], keep: Partial<Draft>): void {
  const refused = writtenKinds.filter((_kind, index) => checks[index]?.verdict !== "allow");
  if (refused.length === 0) return;
  const codes = new Set(checks.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
  const typed = refused.filter((kind) => keep[kind] !== undefined);
  const remedy = typed.length > 0 ? typed.join(", ") : "niche or style";
  throw new AppError(
    "input",
    "identity_refused",
    `The identity did not pass moderation: ${refused.join(", ")} (${[...codes].join(", ")}). Reword ${remedy}, then retry.`,
  );
}

async function review(persona: Persona, draft: Draft, purpose: Purpose): Promise<string[]> {
  const { contradictions } = await Text.generate({
    name: "identity_review",
    schema: Review,
    system:
      "You check a fictional persona for contradictions between its facts and its texts. Report only real ones.",
    prompt: [
      briefOf(persona),
      "Find contradictions (age against years of work, job against city, bio against backstory).",
      `Draft: ${JSON.stringify(draft)}`,
    ].join("\n"),
    purpose,
  });
  return contradictions.map(({ field, problem }) => `${field}: ${problem}`);
}

const system =
  "You write the identity of a fictional adult persona whose audience knows that an AI makes it. Never name real people, never anything explicit.";

function wishesOf(keep: Partial<Draft>, before: Partial<Draft>): string[] {
  const isKept = Object.keys(keep).length > 0;
  const old = Object.values(before).map((value) => `- ${[value].flat().join(", ")}`);
  return [
    ...(isKept
      ? [`These parts stay as they are; make the others agree with them: ${JSON.stringify(keep)}`]
      : []),
    ...(old.length > 0 ? ["Do not write these texts again:", ...old] : []),
  ];
}

function briefOf(persona: Persona): string {
  return [
    `Name: ${persona.name}`,
    `Age: ${persona.age}`,
    `Niche: ${persona.niche}`,
    `Style: ${persona.style}`,
    `City: ${persona.city}, ${persona.country}`,
    `Language: ${persona.language}`,
    `Bio limit: ${bioLimits.instagram} characters`,
  ].join("\n");
}
