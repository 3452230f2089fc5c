import { unzipSync } from "fflate";
import { z } from "zod";
import { unit } from "../frame/seeded.ts";
import type { Look } from "../picture/look.ts";
import { readTruth } from "../picture/truth.ts";
import { download } from "./download.ts";
import { invalidInput } from "./errors.ts";
import type { Job } from "./job.ts";
import { fieldsOf, type Trained, trainer } from "./models.ts";
import type { Outcome, Shop } from "./prediction.ts";
import { trainingLog } from "./training-log.ts";

const minImages = 10;

const Input = z.looseObject({
  input_images: z.string().min(1),
  trigger_word: z.string().default("TOK"),
  steps: z.int().min(3).max(6000).default(1000),
  lora_rank: z.int().min(1).max(128).default(16),
  learning_rate: z.number().positive().default(0.0004),
  batch_size: z.int().min(1).default(1),
  resolution: z.string().default("512,768,1024"),
  autocaption: z.boolean().default(true),
});

/** Throws `ReplicateError` 422 for an input the trainer refuses; gives what a run costs in time. */
export function checkTraining(input: unknown): { predictSeconds: number } {
  const parsed = Input.safeParse(input ?? {});
  if (!parsed.success) throw invalidInput(fieldsOf(parsed.error, "input"));
  const { steps, trigger_word: word } = parsed.data;
  // About 1.2 s a step on the trainer's hardware, and a minute to load.
  return {
    predictSeconds: Math.round(steps * (1.1 + 0.2 * unit("train time", word, steps)) * 1000) / 1000 + 60,
  };
}

export const priceOfTraining: Job["price"] = { kind: "training", model: trainer, unit: "millisecond" };

/** Looks at the pictures it was given: the version will show whoever is in most of them. */
export async function train(shop: Shop, job: Job): Promise<Outcome> {
  const input = Input.parse(job.input);
  const logs = `Downloading ${input.input_images.split("?")[0]}\n`;
  const found = await inspect(shop, input.input_images).catch((error: unknown) => ({
    error: `ValueError: ${error instanceof Error ? error.message : String(error)}`,
  }));
  if ("error" in found) return { error: found.error, logs };
  const version = shop.models.addVersion(job.destination ?? "", job.id, found.trained);
  const weights = shop.deliveries.publish(job.id, "trained_model.tar", { weights: version.id });
  return {
    output: { version: `${job.destination}:${version.id}`, weights },
    logs: `${logs}Found ${found.count} images\n${trainingLog(job, job.endsAt)}\n`,
  };
}

async function inspect(shop: Shop, url: string): Promise<{ trained: Trained; count: number }> {
  const bytes = await download(shop.frame, shop.files, url);
  if (bytes.readUInt32BE(0) !== 0x504b0304) throw new Error("input_images must be a zip file");
  const images = Object.entries(unzipSync(bytes)).filter(([name]) => /\.(jpe?g|png|webp)$/i.test(name));
  if (images.length < minImages) {
    throw new Error(`input_images holds ${images.length} images, at least ${minImages} are needed`);
  }
  const votes = new Map<number, { look: Look; age: number; count: number }>();
  for (const [, image] of images) {
    const truth = await readTruth(Buffer.from(image));
    if (!truth) continue;
    const known = votes.get(truth.persona);
    votes.set(truth.persona, { look: truth.look, age: truth.apparentAge, count: (known?.count ?? 0) + 1 });
  }
  const [winner] = [...votes].sort(([, left], [, right]) => right.count - left.count);
  if (!winner) throw new Error("the sandbox can learn a person from its own pictures only, and found none");
  const [persona, { look, age }] = winner;
  return { trained: { persona, look, age }, count: images.length };
}
