import {
  Candidate,
  Dataset,
  IdentityCheck,
  IdentityChecker,
  inspectCandidate,
  inspectDatasetImage,
  Removal,
  Training,
} from "@vixen/core/avatar";
import {
  BatchCancellation,
  ExportPack,
  Hook,
  inspectPiece,
  Piece,
  PlacementMove,
  sweepCopy,
  sweepExports,
  sweepPlacements,
} from "@vixen/core/content";
import { collect, type Failers, reconcile, submit } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { Envelope } from "@vixen/core/kit/event.ts";
import { type QueueName, queues } from "@vixen/core/kit/queue.ts";
import { sweep } from "@vixen/core/kit/relay.ts";
import { cloud, database } from "../harness.ts";
import type { Message } from "./cloud.ts";

export const failers: Failers = { candidate: Candidate.fail, dataset: Dataset.fail, piece: Piece.fail };
export const inspectors = {
  candidate: inspectCandidate,
  dataset: inspectDatasetImage,
  piece: inspectPiece,
};

/** Handles one message as the function behind its queue does. */
export async function handle({ queue, body }: Message): Promise<void> {
  const envelope = Envelope.parse(JSON.parse(body));
  const message = queues[queue as QueueName].schema.parse(envelope.body);
  await Actor.provide(envelope.actor, async () => {
    if ("generationId" in message) return submit(message.generationId, failers);
    if ("pieceId" in message && queue === "piece-place") return PlacementMove.carryOut(message.pieceId);
    if ("pieceId" in message) return Hook.write(message.pieceId);
    if ("batchId" in message) return BatchCancellation.carryOut(message.batchId);
    if ("exportId" in message) return ExportPack.carryOut(message.exportId);
    if ("avatarId" in message && queue === "identity-check") return IdentityChecker.check(message.avatarId);
    if ("avatarId" in message) return Removal.carryOut(message.avatarId);
    const { kind, ...pointer } = message;
    return kind === "training" ? Training.collect(pointer) : collect(pointer, { inspectors, failers });
  });
}

export type Pumped = { handled: number; errors: unknown[] };

/** Handles what waits in the queues, once each; a message whose handler throws is put back, as SQS would. */
export async function pump(options: { only?: QueueName; atOnce?: number } = {}): Promise<Pumped> {
  const pumped: Pumped = { handled: 0, errors: [] };
  const back: Message[] = [];
  const { messages } = cloud();
  for (;;) {
    const taken = take(messages, options.only, options.atOnce ?? 1);
    if (taken.length === 0) break;
    const outcomes = await Promise.allSettled(taken.map(handle));
    outcomes.forEach((outcome, index) => {
      const message = taken[index];
      pumped.handled += 1;
      if (outcome.status === "fulfilled" || !message) return;
      pumped.errors.push(outcome.reason);
      back.push(message);
    });
  }
  messages.push(...back);
  return pumped;
}

function take(messages: Message[], only: QueueName | undefined, count: number): Message[] {
  const taken: Message[] = [];
  for (let index = 0; index < messages.length && taken.length < count; ) {
    const isWanted = only === undefined || messages[index]?.queue === only;
    if (isWanted) taken.push(...messages.splice(index, 1));
    else index += 1;
  }
  return taken;
}

/** Lets every deadline and lease pass. Nothing may be under way. */
export async function elapse(): Promise<void> {
  const sql = database();
  const past = sql`now() - interval '1 second'`;
  await sql`update outbox set leased_until = ${past}, available_at = ${past}`;
  await sql`update attempts set deadline_at = ${past} where status in ('claimed', 'unknown', 'submitted')`;
  await sql`update generations set deadline_at = ${past} where status in ('queued', 'submitted', 'collecting')`;
  await sql`update generations set collecting_until = ${past} where collecting_until is not null`;
  await sql`update content_pieces set copy_deadline_at = ${past} where copy_status = 'pending'`;
  await sql`update content_exports set deadline_at = ${past} where status in ('queued', 'running')`;
  await sql`update piece_placements set due_at = ${past}`;
  await sql`update identity_components set check_deadline_at = ${past} where check_deadline_at is not null`;
  await sql`update setup_runs set deadline_at = ${past} where status = 'running'`;
}

/** What the schedules do each minute, after that minute passed. */
export async function repair() {
  await elapse();
  await sweep();
  const reconciled = await reconcile(failers, { match: Training.match, abandon: Training.abandon });
  const copyResent = await Actor.asSystem("sweep-copy", sweepCopy);
  const exportsAsked = await Actor.asSystem("sweep-exports", sweepExports);
  const placesAsked = await Actor.asSystem("sweep-placements", sweepPlacements);
  const checksAsked = await Actor.asSystem("sweep-identity-checks", IdentityCheck.sweep);
  return { ...reconciled, copyResent, exportsAsked, placesAsked, checksAsked };
}

/**
 * Pumps until `isDone`, waiting for webhooks in between; with `isRepairing` the schedules run as well. A test
 * that waits for nothing runs into its own time limit.
 */
export async function until(
  isDone: () => Promise<boolean>,
  options: { isRepairing?: boolean; atOnce?: number } = {},
): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (let round = 0; ; round++) {
    errors.push(...(await pump(options)).errors);
    if (await isDone()) return errors;
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (options.isRepairing && round % 5 === 4) await repair();
  }
}
