import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { z } from "zod";
import type { Purpose } from "../../provider/ledger.ts";
import * as Text from "../../provider/text.ts";
import { baitOf, limits, similarity, trimToLimit } from "./rules.ts";

/** What a hook is written from. */
export type Subject = {
  name: string;
  niche: string;
  language: "es" | "en";
  city: string;
  tone: string;
  scene: string;
  mood: string;
  /** Hooks of late, which a new one must not repeat. */
  recent: string[];
};

export type Hook = { text: string; drafts: number; problems: string[] };

/** Whether something is left to read where a caption is cut. */
const isHook = (text: string): boolean =>
  /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(trimToLimit(text, limits.instagram.firstLine));

const Draft = z.object({
  hooks: z
    .array(z.string().refine(isHook, "This hook says nothing."))
    .min(3)
    .max(3)
    .describe("Three different hooks in the persona's language"),
});
const Critique = z.object({
  best: z.int().min(1).max(3).describe("Number of the best hook"),
  problems: z
    .array(z.string())
    .describe("What is wrong with it: too long, engagement bait, wrong language, repetition"),
  rewrite: z.string().describe("The best hook with its problems mended"),
});

const draftsAllowed = 2;
// By trigrams; two hooks with one word changed are above it.
const tooSimilar = 0.65;

const State = Annotation.Root({
  subject: Annotation<Subject>,
  purpose: Annotation<Purpose>,
  hooks: Annotation<string[]>,
  text: Annotation<string>,
  problems: Annotation<string[]>,
  drafts: Annotation<number>,
});
type State = typeof State.State;

async function draft({ subject, purpose, problems, drafts }: State): Promise<Partial<State>> {
  const { hooks } = await Text.generate({
    name: "hook_draft",
    schema: Draft,
    system,
    prompt: [briefOf(subject), "Write three hooks.", ...problems.map((problem) => `Avoid: ${problem}`)].join(
      "\n",
    ),
    maxTokens: 600,
    purpose,
  });
  return { hooks, drafts: drafts + 1 };
}

async function critique({ subject, purpose, hooks }: State): Promise<Partial<State>> {
  const review = await Text.generate({
    name: "hook_critique",
    schema: Critique,
    system: "You are a strict editor of captions. Report only real problems and mend them.",
    prompt: [briefOf(subject), ...hooks.map((hook, index) => `Hook ${index + 1}: ${hook}`)].join("\n"),
    maxTokens: 600,
    purpose,
  });
  const text = isHook(review.rewrite) ? review.rewrite.trim() : (hooks[review.best - 1] ?? "");
  return { text, problems: problemsOf(text, subject) };
}

/** Cuts at a word, never inside a letter; what the rules still find is kept for the record. */
async function trim({ text, subject }: State): Promise<Partial<State>> {
  const trimmed = trimToLimit(text, limits.instagram.firstLine);
  return { text: trimmed, problems: problemsOf(trimmed, subject) };
}

/** What our own rules say; the model's opinion of itself is not enough. */
function problemsOf(text: string, subject: Subject): string[] {
  const repeated = subject.recent.find((recent) => similarity(recent, text) >= tooSimilar);
  return [
    ...baitOf(text).map((phrase) => `engagement bait: ${phrase}`),
    ...(repeated ? [`repeats: ${repeated}`] : []),
  ];
}

const system =
  "You write hooks (first lines of captions) for a fictional persona whose audience knows that an AI makes it. One line, no hashtags, no engagement bait, no false scarcity, nothing explicit.";

function briefOf(subject: Subject): string {
  return [
    `Name: ${subject.name}`,
    `Niche: ${subject.niche}`,
    `Tone: ${subject.tone}`,
    `City: ${subject.city}`,
    `Language: ${subject.language}`,
    `Scene: ${subject.scene}`,
    `Mood: ${subject.mood}`,
    `Limit: ${limits.instagram.firstLine} characters`,
    ...subject.recent.slice(0, 5).map((recent) => `Recent hook: ${recent}`),
  ].join("\n");
}

const build = () =>
  new StateGraph(State)
    .addNode("draft", draft)
    .addNode("critique", critique)
    .addNode("trim", trim)
    .addEdge(START, "draft")
    .addEdge("draft", "critique")
    .addConditionalEdges("critique", ({ problems, drafts }) =>
      problems.length > 0 && drafts < draftsAllowed ? "draft" : "trim",
    )
    .addEdge("trim", END)
    .compile();
let graph: ReturnType<typeof build> | undefined;

/**
 * Writes one hook: three drafts, a critique that mends the best, our own rules on the result (a second round
 * where they object), and a cut to the part of an Instagram caption that is seen without a tap.
 * What the rules still hold against it stands in `problems`. Throws ProviderError when no model answers with hooks or
 * one declines.
 */
export async function writeHook(subject: Subject, purpose: Purpose): Promise<Hook> {
  graph ??= build();
  const { text, drafts, problems } = await graph.invoke({
    subject,
    purpose,
    hooks: [],
    text: "",
    problems: [],
    drafts: 0,
  });
  return { text, drafts, problems };
}
