import { nanosPerCent } from "@vixen/core/kit/money.ts";
import type { Laptop } from "./laptop.ts";
import { nanosOfCalls } from "./ledger-check.ts";
import {
  type AvatarView,
  type BatchView,
  estimateAgainstLedger,
  produceBatch,
  setUpAvatar,
} from "./main-job.ts";
import { Operator } from "./operator.ts";
import type { Report } from "./progress.ts";
import { addFaults, readCalls, readLedger, readMails } from "./sandbox-client.ts";

export const demoLogin = { email: "demo@vixenbliss.example", password: "quiet-ember-studio" };

export type JobOptions = {
  seed: number;
  count: number;
  faults?: "storm" | undefined;
  /** Goes on with what an earlier run began and did not end. */
  isResumed?: boolean | undefined;
};

type Totals = { amountNanos: number; amountCents: number; entries: number; byKind: Record<string, number> };

/** Opens the demo account, or finds it open. */
export async function signInDemo(laptop: Laptop): Promise<Operator> {
  const operator = new Operator(() => laptop.api);
  await operator.signIn(demoLogin, () => readMails(laptop.sandboxUrl));
  return operator;
}

/** Does the main job as an operator would and answers what happened, as `--json` prints it. */
export async function runMainJob(laptop: Laptop, options: JobOptions, report: Report) {
  const started = performance.now();
  const operator = await signInDemo(laptop);
  if (options.faults) await storm(laptop, options.seed);
  const before = await readLedger(laptop.sandboxUrl);
  const avatar = await setUpAvatar(operator, options.seed, report, options.isResumed);
  const batch = await produceBatch(operator, avatar.id, options, report);
  const totals = await operator.get<Totals>(`/costs/totals?avatarId=${avatar.id}`);
  const { estimateNanos, actualNanos } = await estimateAgainstLedger(operator, avatar.id, batch.id);
  const calls = await readCalls(laptop.sandboxUrl);
  const bought = await readLedger(laptop.sandboxUrl);
  const cents = (byKind: Record<string, number>) =>
    Object.fromEntries(Object.entries(byKind).map(([kind, nanos]) => [kind, nanos / nanosPerCent]));
  return {
    ok: isRight(avatar, batch, { ...bought, trainings: bought.trainings - before.trainings }, options),
    avatar: viewOf(avatar),
    batch: batchOf(batch),
    costs: { totalCents: totals.amountCents, entries: totals.entries, byKind: cents(totals.byKind) },
    estimate: { batchCents: estimateNanos / nanosPerCent, actualCents: actualNanos / nanosPerCent },
    sandboxCosts: { byKind: cents(nanosOfCalls(calls)) },
    calls: countBy(calls.map((call) => call.provider)),
    bought,
    durationMs: Math.round(performance.now() - started),
  };
}

/** A third of calls fail, webhooks come twice or not at all, and one worker dies with a picture in its hands. */
async function storm(laptop: Laptop, seed: number): Promise<void> {
  await addFaults(laptop.sandboxUrl, { preset: "storm", seed });
  await fetch(`${laptop.console}/crash-points`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "collect.claimed", hit: 20, worker: true }),
  });
}

/**
 * A second training would have a version of its own, hence a destination of its own, and the sandbox would call it
 * no duplicate: trainings are counted. One that goes on may have bought its own in an earlier run.
 */
function isRight(
  avatar: AvatarView,
  { counts }: BatchView,
  bought: { duplicates: number; trainings: number },
  { count, isResumed = false }: JobOptions,
): boolean {
  const settled = counts.ready + counts.review + counts.blocked + counts.failed;
  const isTrainedOnce =
    avatar.training?.version === 1 && (bought.trainings === 1 || (isResumed && bought.trainings === 0));
  return (
    avatar.status === "ready" &&
    avatar.dataset?.kept === 50 &&
    settled === count &&
    counts.failed === 0 &&
    isTrainedOnce &&
    bought.duplicates === 0
  );
}

const viewOf = (avatar: AvatarView) => ({
  id: avatar.id,
  name: avatar.name,
  status: avatar.status,
  datasetImages: avatar.dataset?.kept ?? 0,
  datasetRejected: avatar.dataset?.rejected ?? 0,
  loraVersion: avatar.training?.version ?? null,
  timezone: avatar.timezone,
  bio: avatar.identity.find((component) => component.kind === "bio")?.value ?? null,
});

const batchOf = ({ id, counts: { requested, ready, review, blocked, failed } }: BatchView) => ({
  id,
  requested,
  ready,
  review,
  blocked,
  failed,
});

function countBy(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
