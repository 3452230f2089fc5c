import { setTimeout as sleep } from "node:timers/promises";
import { nanosPerCent } from "@vixen/core/kit/money.ts";
import { estimateAgainstLedger, produceBatch } from "../main-job.ts";
import { type Figure, figure, median } from "./figure.ts";
import type { Studio } from "./studio.ts";

const rounds = 5;
const seed = 7;
/** What the model's page says a picture takes; the estimate counts with the same. */
const documentedMs = 2_200;
const estimated = 20;

/** What is promised before a batch runs: that its start is answered at once, and what it will cost. */
export async function measurePromises(studio: Studio): Promise<Figure[]> {
  await studio.set({ predictionMs: documentedMs, answerTime: 0 });
  const figures: Figure[] = [];
  for (const count of [50, 200]) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await answerMs(studio, count));
    const beside = {
      baseline: 1_000,
      against: "the second in which it is to be answered",
      goal: "≤ 1,000 ms",
    };
    figures.push(
      figure(`POST /content/batches of ${count}`, median(times), "ms", beside),
      figure(`  the slowest of ${rounds}`, Math.max(...times), "ms", beside),
    );
  }
  return [...figures, await estimateFigure(studio)];
}

/** From the request to its answer; the batch is canceled at once, since nobody wants its pictures. */
async function answerMs({ operator, avatarId }: Studio, count: number): Promise<number> {
  const body = { avatarId: await avatarId(), count, seed };
  const began = performance.now();
  const { id } = await operator.post<{ id: string }>("/content/batches", body);
  const took = performance.now() - began;
  await operator.post(`/content/batches/${id}/cancel`);
  const isOver = async () =>
    (await operator.get<{ status: string }>(`/content/batches/${id}`)).status !== "running";
  while (!(await isOver())) await sleep(200);
  return took;
}

async function estimateFigure({ operator, avatarId }: Studio): Promise<Figure> {
  const id = await avatarId();
  const batch = await produceBatch(operator, id, { count: estimated, seed }, () => {});
  const { estimateNanos, actualNanos } = await estimateAgainstLedger(operator, id, batch.id);
  return figure(`ledger of a batch of ${estimated}`, actualNanos / nanosPerCent, "cents", {
    baseline: estimateNanos / nanosPerCent,
    against: "what it was estimated at",
    goal: "within 10 %",
  });
}
