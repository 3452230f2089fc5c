import { z } from "zod";
import { idSchema } from "../kit/id.ts";
import { reasonSchema, verdictSchema } from "../safety/reason.ts";
import { presets } from "./vocabulary.ts";

export { presets, type SetupStep, setupSteps, trainingParameters } from "./vocabulary.ts";

export const minimumAge = 18;
export const languages = ["es", "en"] as const;
export const statuses = ["draft", "training", "review", "ready", "failed", "canceled", "archived"] as const;

const name = z.string().trim().min(1, "Give the persona a name.").max(60, "Keep the name under 61 letters.");
const niche = z
  .string()
  .trim()
  .min(1, "Say what the persona is about, for example “trail running”.")
  .max(120, "Keep the niche under 121 letters.");
const style = z
  .string()
  .trim()
  .min(1, "Describe the look, for example “natural light, linen, warm tones”.")
  .max(200, "Keep the style under 201 letters.");
const age = z
  .int("The age must be a whole number.")
  .min(minimumAge, "Personas are adults: the age must be 18 or more.")
  .max(99, "The age must be 99 or less.");
const city = z.string().trim().min(1, "Name the city the persona lives in.").max(80);
const candidateCount = z.int().min(1).max(8, "At most 8 faces can be made at a time.");
const costCapCents = z
  .int("The cap must be whole cents.")
  .min(1, "The cap must be at least one cent. Leave it out for none.")
  .max(10_000_000, "The cap must be at most 100,000 dollars.");

/** What an operator typed so far: nothing is required, and what is there keeps its limits. */
export const DraftFields = z.strictObject({
  name: z.string().trim().max(60, "Keep the name under 61 letters.").optional(),
  age: age.optional(),
  niche: z.string().trim().max(120, "Keep the niche under 121 letters.").optional(),
  style: z.string().trim().max(200, "Keep the style under 201 letters.").optional(),
  language: z.enum(languages).optional(),
  city: z.string().trim().max(80, "Keep the city under 81 letters.").optional(),
});
export type DraftFields = z.infer<typeof DraftFields>;

/** The wizard's steps before there is a persona. */
export const draftSteps = ["identity", "character", "place"] as const;

export const SaveDraft = z.strictObject({ step: z.enum(draftSteps), fields: DraftFields });

export const Draft = z.object({
  id: idSchema("avatarDraft"),
  step: z.enum(draftSteps),
  fields: DraftFields,
  /** The persona that was made of it. */
  avatarId: idSchema("avatar").nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type Draft = z.infer<typeof Draft>;

/** What an operator gives to create a persona. */
export const Create = z.strictObject({
  name,
  niche,
  style,
  language: z.enum(languages).default("es"),
  city,
  age,
  preset: z.enum(presets).default("balanced"),
  /** Chooses the face and goes on by itself once the candidates are there. */
  isAutomatic: z.boolean().default(false),
  /** Stops before the training, for a person to review the dataset. */
  reviewsDataset: z.boolean().default(false),
  candidateCount: candidateCount.default(4),
  /** What the persona may cost in all; no further work is bought beyond it. */
  costCapCents: costCapCents.optional(),
  /** The draft it is made of; asking again with the same one answers the same persona. */
  draftId: idSchema("avatarDraft").optional(),
  /** Makes the same persona again from the same answers; drawn at random when absent. */
  seed: z.int().min(0).max(2_147_483_647).optional(),
});

/** What may be changed later; the face and what follows from it may not. */
export const Update = z.strictObject({
  name: name.optional(),
  niche: niche.optional(),
  style: style.optional(),
  preset: z.enum(presets).optional(),
  isAutomatic: z.boolean().optional(),
  reviewsDataset: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  /** Null takes the cap away. */
  costCapCents: costCapCents.nullable().optional(),
  /** Only until a face is locked. */
  age: age.optional(),
  language: z.enum(languages).optional(),
  city: city.optional(),
  candidateCount: candidateCount.optional(),
});

export const Info = z.object({
  id: idSchema("avatar"),
  name: z.string(),
  niche: z.string(),
  style: z.string(),
  language: z.enum(languages),
  city: z.string(),
  country: z.string(),
  timezone: z.string(),
  age: z.int(),
  seed: z.int(),
  triggerWord: z.string(),
  preset: z.enum(presets),
  isAutomatic: z.boolean(),
  candidateCount: z.int(),
  costCapCents: z.int().nullable(),
  status: z.enum(statuses),
  activeLoraVersionId: z.string().nullable(),
  /** Counts the changes of the identity; an edit names the one it was made from. */
  identityVersion: z.int(),
  reviewsDataset: z.boolean(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type Info = z.infer<typeof Info>;

export const Candidate = z.object({
  id: idSchema("faceCandidate"),
  slot: z.int(),
  revision: z.int(),
  seed: z.int(),
  prompt: z.string(),
  status: z.enum(["pending", "ready", "rejected", "failed"]),
  reason: z.string().nullable(),
  isChosen: z.boolean(),
  mediaKey: z.string().nullable(),
});
export type Candidate = z.infer<typeof Candidate>;

export const componentKinds = ["bio", "interests", "occupation", "location", "backstory", "tone"] as const;

export const Component = z.object({
  kind: z.enum(componentKinds),
  value: z.union([z.string(), z.array(z.string())]),
  origin: z.enum(["typed", "inferred", "default", "derived"]),
  confidence: z.number(),
  isLocked: z.boolean(),
  /** Which model wrote it; null for what a person typed. */
  model: z.string().nullable(),
  /** Null until it is judged. Only what is allowed may be used. */
  verdict: verdictSchema.nullable(),
  reasons: z.array(reasonSchema),
  updatedAt: z.coerce.date(),
});
export type Component = z.infer<typeof Component>;

/** The components that a model writes and a person may edit and lock; the location follows from the city. */
export const writtenKinds = ["bio", "interests", "occupation", "backstory", "tone"] as const;
export type WrittenKind = (typeof writtenKinds)[number];

const written = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "Write something here.")
    .max(most, `Keep this under ${most + 1} letters.`);

/** How long each written component may be, whoever writes it. */
export const identityTexts = {
  // Instagram's own limit; the AI statement is part of it.
  bio: written(150),
  interests: z.array(written(40)).min(1, "Name at least one interest.").max(12, "Name at most 12 interests."),
  occupation: written(120),
  backstory: written(2000),
  tone: written(120),
};

/** A person's change of an identity; what is absent stays as it is. */
export const EditIdentity = z.strictObject({
  /** The avatar's `identityVersion` that the form was filled from. */
  version: z.int(),
  name: name.optional(),
  niche: niche.optional(),
  style: style.optional(),
  age: age.optional(),
  language: z.enum(languages).optional(),
  city: city.optional(),
  ...z.object(identityTexts).partial().shape,
  locks: z.partialRecord(z.enum(writtenKinds), z.boolean()).optional(),
});
export type EditIdentity = z.infer<typeof EditIdentity>;

/** What a caption may have of letters. */
export const captionLetters = 600;

/** A person's decision about a picture of the dataset. */
export const ReviewImage = z
  .strictObject({
    /** The picture's `revision` that was looked at. */
    revision: z.int(),
    decision: z.enum(["keep", "reject"]).optional(),
    caption: z
      .string()
      .trim()
      .min(1, "Describe what the picture shows.")
      .max(captionLetters, `Keep the caption under ${captionLetters + 1} letters.`)
      .optional(),
  })
  .refine(({ decision, caption }) => decision !== undefined || caption !== undefined, {
    message: "Say what to change: the decision or the caption.",
    path: ["decision"],
  });

const words = z.string().trim().max(200, "Keep this under 201 letters.");

/** One change of the captions of several pictures. */
export const Recaption = z
  .strictObject({
    /** The pictures, each with the `revision` that was looked at. */
    images: z
      .array(z.strictObject({ id: idSchema("datasetImage"), revision: z.int() }))
      .min(1, "Name at least one picture.")
      .max(500, "Name at most 500 pictures.")
      .refine((images) => new Set(images.map(({ id }) => id)).size === images.length, {
        message: "Name each picture once.",
      }),
    /** Words as they stand in the captions, capitals and all; wherever they stand they are replaced. */
    find: z.string().min(1).max(200, "Keep this under 201 letters.").optional(),
    /** In their place; nothing takes them out. */
    replace: z.string().max(200, "Keep this under 201 letters.").optional(),
    /** Put between the trigger word and the caption. */
    before: words.min(1).optional(),
    after: words.min(1).optional(),
  })
  .refine(({ find, before, after }) => [find, before, after].some((part) => part !== undefined), {
    message: "Say what to change: words to find, or words to put before or after.",
    path: ["find"],
  })
  .refine(({ find, replace }) => replace === undefined || find !== undefined, {
    message: "Say which words to replace.",
    path: ["find"],
  });

/** Pictures that train a LoRA, and how many more are made so that there is a choice. */
export const datasetSize = { keep: 50, over: 20 } as const;

/** Fewer pictures than these train no likeness. Source: the trainer's own advice, at least ten. */
export const fewestTrainingImages = 10;
