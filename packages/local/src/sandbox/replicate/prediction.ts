import { z } from "zod";
import type { Frame } from "../frame/frame.ts";
import { hash32, unit } from "../frame/seeded.ts";
import { flawOf, type Source } from "../picture/flaw.ts";
import { ageFromPrompt, Look } from "../picture/look.ts";
import type { PictureOrder } from "../picture/render.ts";
import type { PictureStore } from "../picture/store.ts";
import { readTruth } from "../picture/truth.ts";
import type { Deliveries } from "./deliveries.ts";
import { download } from "./download.ts";
import { invalidInput } from "./errors.ts";
import type { Files } from "./files.ts";
import type { Job } from "./job.ts";
import { fieldsOf, type Models, officialModels } from "./models.ts";
import type { Settings } from "./settings.ts";

export type Shop = {
  frame: Frame;
  files: Files;
  models: Models;
  pictures: PictureStore;
  deliveries: Deliveries;
  settings: { get(): Settings };
};

export type Outcome = { output: unknown; logs: string } | { error: string; logs: string };

const [fluxDev, kontext] = officialModels;

/** Longest side 1024, sides multiples of 16, as the models give. */
const sizes: Record<string, readonly [number, number]> = {
  "1:1": [1024, 1024],
  "16:9": [1024, 576],
  "21:9": [1024, 432],
  "3:2": [1024, 688],
  "2:3": [688, 1024],
  "4:5": [816, 1024],
  "5:4": [1024, 816],
  "3:4": [768, 1024],
  "4:3": [1024, 768],
  "9:16": [576, 1024],
  "9:21": [432, 1024],
};

const common = z.looseObject({
  prompt: z.string().min(1),
  seed: z.int().optional(),
  output_quality: z.int().min(0).max(100).default(80),
});
const ratio = z.enum(Object.keys(sizes) as [string, ...string[]]);
const inputs = {
  [fluxDev]: common.extend({
    aspect_ratio: ratio.default("1:1"),
    num_outputs: z.int().min(1).max(4).default(1),
    output_format: z.enum(["webp", "jpg", "png"]).default("webp"),
  }),
  [kontext]: common.extend({
    input_image: z.string().min(1),
    aspect_ratio: ratio.or(z.literal("match_input_image")).default("match_input_image"),
    num_outputs: z.literal(1).default(1),
    output_format: z.enum(["webp", "jpg", "png"]).default("webp"),
  }),
  trained: common.extend({
    aspect_ratio: ratio.default("1:1"),
    num_outputs: z.int().min(1).max(4).default(1),
    lora_scale: z.number().min(-1).max(2).default(1),
    num_inference_steps: z.int().min(1).max(50).default(28),
    output_format: z.enum(["webp", "jpg", "png"]).default("webp"),
  }),
};
type ParsedInput = z.infer<(typeof inputs)["trained"]> & { input_image?: string };

function parseInput(model: string, input: unknown): ParsedInput {
  const schema = model === fluxDev ? inputs[fluxDev] : model === kontext ? inputs[kontext] : inputs.trained;
  const parsed = schema.safeParse(input ?? {});
  if (!parsed.success) throw invalidInput(fieldsOf(parsed.error, "input"));
  return parsed.data as ParsedInput;
}

/** Throws `ReplicateError` 422 when the model would refuse this input; gives what a run costs in time. */
export function checkPrediction(model: string, input: unknown): { predictSeconds: number } {
  const { prompt, seed } = parseInput(model, input);
  return {
    predictSeconds: Math.round((1.8 + 0.8 * unit("predict time", model, prompt, seed ?? 0)) * 1000) / 1000,
  };
}

export const priceOfPrediction = (model: string): Job["price"] => {
  const official = officialModels.find((name) => name === model);
  return official
    ? { kind: "image", model: official, unit: "image" }
    : { kind: "image", model: "lora", unit: "millisecond" };
};

const refused = /\b(nsfw|nud(e|es|ity)|naked|porn\w*|topless|explicit sex\w*|sex(ual)? (act|scene)\w*)\b/i;

/** Makes the pictures. Equal input gives equal pictures, however often and whenever it runs. */
export async function predict(shop: Shop, job: Job): Promise<Outcome> {
  const input = parseInput(job.model, job.input);
  const seed = input.seed ?? hash32("own seed", job.id);
  const logs = `Using seed: ${seed}\nPrompt: ${input.prompt}\n`;
  if (refused.test(input.prompt)) {
    const error = "NSFW content detected in all outputs. Try running it again, or try a different prompt.";
    return { error, logs };
  }
  const subject = await subjectOf(shop, job, input, seed);
  if ("error" in subject) return { error: subject.error, logs };
  const [width, height] = subject.size ?? sizes[input.aspect_ratio] ?? [1024, 1024];
  const orders = Array.from({ length: input.num_outputs }, (_, index): PictureOrder => {
    const own = (seed + index) >>> 0;
    const persona = subject.source === "candidate" ? own : subject.persona;
    return {
      persona,
      look: subject.look,
      age: subject.age,
      prompt: input.prompt,
      seed: own,
      flaw: shop.settings.get().flaws ? flawOf(subject.source, persona, input.prompt, own) : undefined,
      width,
      height,
      format: input.output_format,
      quality: input.output_quality,
    };
  });
  await Promise.all(orders.map((order) => shop.pictures.get(order)));
  const urls = orders.map((order, index) =>
    shop.deliveries.publish(job.id, `out-${index}.${order.format}`, { picture: order }),
  );
  // Kontext gives one URL, the others a list.
  return {
    output: job.model === kontext ? urls[0] : urls,
    logs: `${logs}Generated ${urls.length} image(s)\n`,
  };
}

type Subject = {
  source: Source;
  persona: number;
  look: Look;
  age?: number | undefined;
  size?: readonly [number, number] | undefined;
};

/** Who is in the picture: the seed, the person of the input image, or the person the version was trained on. */
async function subjectOf(
  shop: Shop,
  job: Job,
  input: ParsedInput,
  seed: number,
): Promise<Subject | { error: string }> {
  if (job.model === fluxDev) {
    const { prompt } = input;
    return {
      source: "candidate",
      persona: seed >>> 0,
      look: Look.fromPrompt(prompt),
      age: ageFromPrompt(prompt),
    };
  }
  if (job.model !== kontext) {
    const version = shop.models.findVersion(job.version);
    if (!version) return { error: "E9243: the model version is gone" };
    return { source: "piece", persona: version.persona, look: version.look, age: version.age };
  }
  try {
    const bytes = await download(shop.frame, shop.files, input.input_image ?? "");
    const truth = await readTruth(bytes);
    // A picture that is not the sandbox's own still gives one person, always the same.
    const persona = truth?.persona ?? hash32("stranger", bytes.toString("base64"));
    return { source: "dataset", persona, look: truth?.look ?? Look.any, age: truth?.apparentAge };
  } catch (error) {
    return { error: `Failed to read input_image: ${error instanceof Error ? error.message : String(error)}` };
  }
}
