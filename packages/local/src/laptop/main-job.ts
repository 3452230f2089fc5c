import { setTimeout as sleep } from "node:timers/promises";
import type { Operator } from "./operator.ts";
import type { Report } from "./progress.ts";

export type AvatarView = {
  id: string;
  name: string;
  status: string;
  timezone: string;
  setup: {
    run: { status: string; errorStep: string | null; errorCode: string | null; errorMessage: string | null };
    steps: { step: string; status: string }[];
  } | null;
  dataset: { planned: number; settled: number; kept: number; rejected: number } | null;
  training: { version: number; status: string } | null;
  identity: { kind: string; value: string | string[] }[];
};
export type Counts = Record<
  "requested" | "queued" | "generating" | "ready" | "review" | "blocked" | "failed" | "canceled",
  number
>;
export type BatchView = { id: string; status: string; counts: Counts };

type Candidate = { id: string; status: string };

const pollMs = 250;
const steps = 7;

/** The demo persona; the seed makes another one of the same kind. */
const persona = (seed: number) => ({
  name: "Alba Rivas",
  niche: "trail running and slow travel",
  style: "natural light, linen and earth tones, candid",
  language: "es",
  city: "Valencia, Spain",
  age: 27,
  isAutomatic: true,
  seed,
});

/**
 * Creates an avatar and waits until it can produce: faces, dataset, training, identity. With `isResumed` it goes
 * on with the one that an earlier run began.
 */
export async function setUpAvatar(
  operator: Operator,
  seed: number,
  report: Report,
  isResumed = false,
): Promise<AvatarView> {
  const begun = isResumed ? await findDemo(operator, seed) : undefined;
  const { id } = begun ?? (await operator.post<{ id: string }>("/avatars", persona(seed)));
  // Slots that have a face keep it; a persona whose face is locked is past this.
  if (!begun || begun.status === "draft") await operator.post(`/avatars/${id}/candidates`);
  for (;;) {
    const avatar = await operator.get<AvatarView>(`/avatars/${id}`);
    if (avatar.status === "draft") await reportFaces(operator, id, report);
    else reportSetup(avatar, report);
    if (avatar.status === "ready") return avatar;
    if (avatar.status === "failed") {
      const run = avatar.setup?.run;
      throw new Error(`The setup failed in ${run?.errorStep}: ${run?.errorCode} ${run?.errorMessage}`);
    }
    if (avatar.status === "canceled") throw new Error(`The setup of ${avatar.name} was canceled.`);
    await sleep(pollMs);
  }
}

async function findDemo(operator: Operator, seed: number): Promise<AvatarView | undefined> {
  const { items } = await operator.get<{ items: AvatarView[] }>("/avatars?limit=100");
  return items.find(({ name }) => name === persona(seed).name);
}

async function reportFaces(operator: Operator, id: string, report: Report): Promise<void> {
  const { items } = await operator.get<{ items: Candidate[] }>(`/avatars/${id}/candidates`);
  const settled = items.filter((candidate) => candidate.status !== "pending");
  report("faces", settled.length, items.length);
  if (settled.length === items.length && !items.some((candidate) => candidate.status === "ready")) {
    await operator.post(`/avatars/${id}/candidates/0/reroll`);
  }
}

function reportSetup({ setup, dataset, training }: AvatarView, report: Report): void {
  if (dataset) report("dataset", dataset.settled, dataset.planned, `${dataset.rejected} rejected`);
  if (training) report("training", training.status === "ready" ? 1 : 0, 1, training.status);
  const done = setup?.steps.filter((step) => step.status === "succeeded").length ?? 0;
  report("setup", done, steps, setup?.steps.findLast((step) => step.status === "running")?.step);
}

/** Starts a batch and waits until each of its pieces has an end. With `isResumed` an earlier run's goes on. */
export async function produceBatch(
  operator: Operator,
  avatarId: string,
  options: { count: number; seed: number; isResumed?: boolean | undefined },
  report: Report,
): Promise<BatchView> {
  const { count, seed, isResumed = false } = options;
  const begun = isResumed ? await findBatch(operator, avatarId) : undefined;
  const { id } =
    begun ?? (await operator.post<{ id: string }>("/content/batches", { avatarId, count, seed }));
  for (;;) {
    const batch = await operator.get<BatchView>(`/content/batches/${id}`);
    const { requested, queued, generating, ready, review, blocked } = batch.counts;
    const done = requested - queued - generating;
    report("pieces", done, requested, `${ready} ready, ${review} in review, ${blocked} blocked`);
    if (batch.status !== "running") return batch;
    await sleep(pollMs);
  }
}

/** What a batch was said to cost, and what the ledger holds for it. Throws when there is no such batch. */
export async function estimateAgainstLedger(operator: Operator, avatarId: string, batchId: string) {
  type Comparison = { id: string; estimateNanos: number; actualNanos: number };
  const path = `/costs/comparisons?avatarId=${avatarId}&batchId=${batchId}`;
  const { items } = await operator.get<{ items: Comparison[] }>(path);
  const found = items.find(({ id }) => id === batchId);
  if (!found) throw new Error(`Nothing is known of what batch ${batchId} costs.`);
  return found;
}

async function findBatch(operator: Operator, avatarId: string): Promise<BatchView | undefined> {
  const { items } = await operator.get<{ items: BatchView[] }>(`/content/batches?avatarId=${avatarId}`);
  return items[0];
}
