import { z } from "zod";
import { Attempt } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { deadline, scaled } from "../kit/clock.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import { send } from "../kit/outbox.ts";
import * as Ledger from "../provider/ledger.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import { removeAll } from "../provider/storage-removal.ts";
import { find, quietTime, type Receipt } from "./removal-receipt.ts";

export { find };

/** What was being bought when the avatar was deleted, with what tells it at the provider. */
const Purchase = z.object({
  id: z.string(),
  subjectKind: z.enum(["generation", "training"]),
  subjectId: z.string(),
  batchId: z.string().nullable(),
  model: z.string(),
  providerId: z.string().nullable(),
  createdAt: z.coerce.date(),
  seed: z.number().nullable(),
  prompt: z.string().nullable(),
  referenceKey: z.string().nullable(),
  zipKey: z.string().nullable(),
});
type Purchase = z.infer<typeof Purchase>;

// How often what still runs is looked at again; the schedule comes by each minute.
const roundTime = { seconds: 30 };
// A model that the provider will not let go by then is left to a person, who finds it in the receipt.
const modelTime = { minutes: 24 * 60 };
// Clocks differ, and an answer may have been on its way.
const marginMs = 60_000;
const perSweep = 50;

/**
 * Carries a deletion out, one round of it: stops what runs at the provider and books what it cost, deletes the
 * files and the trained models, and comes again until nothing runs and nobody can write another file. Repeating it
 * is harmless.
 */
export async function carryOut(avatarId: string): Promise<void> {
  const removal = await transaction(() => find(avatarId));
  if (!removal || removal.status === "finished") return;
  const isQuiet = removal.requestedAt.getTime() + scaled(quietTime) < Date.now();
  const open: Purchase[] = [];
  for (const purchase of z.array(Purchase).parse(removal.attempts)) {
    const found = await settle(avatarId, purchase);
    // One that the provider knows nothing of after so long was never taken.
    if (found && !(isQuiet && found.providerId === null)) open.push(found);
  }
  crashPoint("removal.settled");
  const purpose = { avatarId, subjectId: avatarId };
  const prefix = `avatars/${avatarId}/`;
  const filesDeleted =
    (await removeAll("private", prefix, purpose)) + (await removeAll("public", prefix, purpose));
  crashPoint("removal.deleted");
  // A training that still runs writes another version.
  const isTraining = open.some(({ subjectKind }) => subjectKind === "training");
  const models = isTraining ? removal.models : await removeModels(removal);
  const isFinished = isQuiet && open.length === 0 && (models.length === 0 || isOverdue(removal));
  await transaction(async () => {
    await sql`
      update avatar_removals
      set attempts = ${sql.json(open as never)}, rounds = rounds + 1, files_deleted = files_deleted + ${filesDeleted},
        models = ${sql.json(models)}, models_deleted = models_deleted + ${removal.models.length - models.length},
        status = ${isFinished ? "finished" : "swept"}, finished_at = ${isFinished ? new Date() : null},
        due_at = ${deadline(roundTime)}
      where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and status <> 'finished'
    `;
  });
}

/** Asks for another round of the deletions that are due. Runs as the system. Returns how many there were. */
export async function sweep(): Promise<number> {
  const due = await transaction(
    () => sql<{ avatarId: string; ownerId: string }[]>`
      update avatar_removals
      set due_at = ${deadline(roundTime)}
      where avatar_id in (
        select avatar_id
        from avatar_removals
        where status <> 'finished' and due_at < now()
        order by due_at
        limit ${perSweep}
        for update skip locked
      )
      returning avatar_id, owner_id
    `,
  );
  for (const { avatarId, ownerId } of due) {
    await Actor.asUser(ownerId, () => transaction(() => send("avatar-removal", { avatarId })));
  }
  return due.length;
}

const isOverdue = ({ requestedAt }: Receipt): boolean =>
  requestedAt.getTime() + scaled(modelTime) < Date.now();

/** Deletes the avatar's models at the provider. Returns those that are still there, for the next round. */
async function removeModels({ avatarId, models }: Receipt): Promise<string[]> {
  const left: string[] = [];
  for (const model of models) {
    try {
      await withRetry(() => Replicate.removeModel(model));
    } catch (error) {
      // The provider is down, or refuses while the model's versions are on their way out.
      if (!(error instanceof ProviderError)) throw error;
      log.warn("model_not_deleted", { avatarId, code: error.code });
      left.push(model);
    }
  }
  return left;
}

/** Books a purchase that has ended and stops one that has not. Returns it while it is open. */
async function settle(avatarId: string, purchase: Purchase): Promise<Purchase | undefined> {
  const isTraining = purchase.subjectKind === "training";
  const providerId = purchase.providerId ?? (await search(purchase));
  if (!providerId) return purchase;
  const named = { ...purchase, providerId };
  try {
    const run = await withRetry(() =>
      isTraining ? Replicate.getTraining(providerId) : Replicate.getPrediction(providerId),
    );
    if (Replicate.isEnded(run)) {
      const kind = isTraining ? ("training" as const) : ("image" as const);
      const { subjectId, batchId, model } = purchase;
      const purpose = { avatarId, subjectId, batchId: batchId ?? undefined };
      await Ledger.charge("replicate", run.id, Replicate.chargesOf(run, { kind, model }), purpose);
      return undefined;
    }
    await withRetry(() =>
      isTraining ? Replicate.cancelTraining(providerId) : Replicate.cancelPrediction(providerId),
    );
  } catch (error) {
    if (!(error instanceof ProviderError) || error.retryable) throw error;
    // It ended between the look and the cancel, or the provider forgot it.
    if (error.code === "http_404") {
      log.warn("removed_purchase_unknown", { avatarId, providerId });
      return undefined;
    }
  }
  return named;
}

/** The provider's id of a purchase whose answer never came. */
async function search(purchase: Purchase): Promise<string | undefined> {
  const isTraining = purchase.subjectKind === "training";
  const since = new Date(purchase.createdAt.getTime() - marginMs);
  const runs = await withRetry(() => Replicate.listSince(isTraining ? "trainings" : "predictions", since));
  const taken = await Actor.asSystem("remove-avatar", () =>
    transaction(() => Attempt.knownProviderIds(runs.map((run) => run.id))),
  );
  return runs.find((run) => !taken.has(run.id) && isSame(purchase, run))?.id;
}

function isSame({ subjectKind, model, seed, prompt, referenceKey, zipKey }: Purchase, run: Replicate.Run) {
  if (subjectKind === "generation") {
    return seed !== null && Replicate.isRunOf(run, { model, seed, prompt, referenceKey });
  }
  const images = run.input?.input_images;
  return typeof images === "string" && zipKey !== null && images.includes(zipKey);
}
