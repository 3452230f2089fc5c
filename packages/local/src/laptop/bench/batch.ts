import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Figure, figure, median } from "./figure.ts";
import { processorSeconds } from "./processor-time.ts";
import type { Studio } from "./studio.ts";

const pieces = 50;
// One seed for all batches: the sandbox draws each picture once, so that after the first batch none is drawn
// any more. The real provider's graphics cards are not in this machine either.
const seed = 7;
const providerMs = 2_000;
/** The same fifty tasks of two seconds on Celery and Redis, two cores: measured once, not in this run. */
const celeryRatio = 4.1;

const Batch = z.object({
  id: z.string(),
  status: z.string(),
  finishedAt: z.coerce.date().nullable(),
  counts: z.record(z.string(), z.number()),
});
const Page = z.object({
  results: z.array(z.object({ created_at: z.coerce.date(), completed_at: z.coerce.date().nullable() })),
});

type Run = {
  /** From the request to the end of the last piece. */
  wallMs: number;
  /** From the request until the provider had all orders. */
  orderedMs: number;
  /** From the provider's last webhook to the end of the last piece. */
  tailMs: number;
  cloudSeconds: number;
  sandboxSeconds: number;
};

async function run({ laptop, operator }: Studio, avatarId: string): Promise<Run> {
  const processor = () => [
    processorSeconds(laptop.cloud.process.pid),
    processorSeconds(laptop.sandbox.process.pid),
  ];
  const before = processor();
  const began = Date.now();
  const { id } = await operator.post<{ id: string }>("/content/batches", { avatarId, count: pieces, seed });
  let batch = Batch.parse(await operator.get(`/content/batches/${id}`));
  while (!batch.finishedAt) {
    // Seldom, for each look is work too; the moment of the end is in the answer.
    await sleep(400);
    batch = Batch.parse(await operator.get(`/content/batches/${id}`));
  }
  const after = processor();
  const { ready = 0, review = 0, blocked = 0 } = batch.counts;
  if (ready + review + blocked !== pieces)
    throw new Error(`The batch went wrong: ${JSON.stringify(batch.counts)}`);
  const jobs = await jobsSince(laptop.sandboxUrl, began);
  const last = (times: number[]) => Math.max(...times);
  const finished = batch.finishedAt.getTime();
  return {
    wallMs: finished - began,
    orderedMs: last(jobs.map((job) => job.created_at.getTime())) - began,
    tailMs: finished - last(jobs.map((job) => job.completed_at?.getTime() ?? 0)),
    cloudSeconds: (after[0] ?? Number.NaN) - (before[0] ?? Number.NaN),
    sandboxSeconds: (after[1] ?? Number.NaN) - (before[1] ?? Number.NaN),
  };
}

/** What the provider's own books say; its webhook leaves in the moment a prediction is completed. */
async function jobsSince(sandboxUrl: string, since: number) {
  const after = encodeURIComponent(new Date(since).toISOString());
  const url = `${sandboxUrl}/replicate/v1/predictions?created_after=${after}`;
  const response = await fetch(url, { headers: { authorization: "Bearer bench" } });
  const { results } = Page.parse(await response.json());
  if (results.length < pieces)
    throw new Error(`The provider made ${results.length} pictures, not ${pieces}.`);
  return results;
}

async function runs(studio: Studio, count: number): Promise<Run[]> {
  const avatarId = await studio.avatarId();
  const all: Run[] = [];
  for (let index = 0; index < count; index++) all.push(await run(studio, avatarId));
  return all;
}

/** The first batch draws its pictures and starts workers; it is not measured. */
export async function warmUp(studio: Studio): Promise<void> {
  await studio.set({ predictionMs: 0, answerTime: 0 });
  await runs(studio, 1);
}

/** A batch while the provider takes two seconds and language models take their usual time. */
export async function measureBatch(studio: Studio): Promise<Figure[]> {
  await studio.set({ predictionMs: providerMs, answerTime: 1 });
  const all = await runs(studio, 3);
  const of = (key: keyof Run) => median(all.map((one) => one[key]));
  const beside = { baseline: providerMs / 1000, against: "the provider's own time" };
  return [
    figure("batch of 50, provider 2 s", of("wallMs") / 1000, "s", {
      ...beside,
      goal: "ratio ≤ 1.5, on to 1.25",
    }),
    figure("  the best of three", Math.min(...all.map((one) => one.wallMs)) / 1000, "s", beside),
    figure("  until the 50th prediction is created", of("orderedMs") / 1000, "s", beside),
    figure("  tail after the last webhook", of("tailMs") / 1000, "s", beside),
    figure("  ratio, beside Celery + Redis as recorded", of("wallMs") / providerMs, "×", {
      baseline: celeryRatio,
      against: "50 such tasks on Celery + Redis, two cores, recorded earlier",
    }),
    ...processorFigures(all),
  ];
}

/** Pure orchestration: the provider and the language models answer at once. */
export async function measureOrchestration(studio: Studio): Promise<Figure[]> {
  await studio.set({ predictionMs: 0, answerTime: 0 });
  const all = await runs(studio, 2);
  const perSecond = Math.max(...all.map((one) => pieces / (one.wallMs / 1000)));
  return [
    figure("orchestration, provider 0 s", perSecond, "pieces/s", {
      baseline: pieces / (providerMs / 1000),
      against: "the rate at which a provider of 2 s gives fifty pieces back",
    }),
    ...processorFigures(all),
  ];
}

function processorFigures(all: Run[]): Figure[] {
  const perPiece = (key: "cloudSeconds" | "sandboxSeconds") =>
    (median(all.map((one) => one[key])) / pieces) * 1000;
  const cloud = perPiece("cloudSeconds");
  if (Number.isNaN(cloud)) return [];
  return [
    figure("  processor per piece, cloud with database", cloud, "ms", {
      baseline: perPiece("sandboxSeconds"),
      against: "that of the providers' sandboxes",
    }),
  ];
}
