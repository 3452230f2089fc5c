import { trainingNanos } from "../cost/index.ts";
import { Attempt, buyHeld, webhookOf } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { messageOf, ProviderError } from "../kit/error.ts";
import { createId } from "../kit/id.ts";
import { log } from "../kit/log.ts";
import { resolveTask } from "../kit/outbox.ts";
import { sealTaskToken } from "../kit/task-token.ts";
import * as Limit from "../provider/limit.ts";
import { trainer } from "../provider/models.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Storage from "../provider/storage.ts";
import * as Avatar from "./avatar.ts";
import * as Dataset from "./dataset.ts";
import * as DatasetImage from "./dataset-image.ts";
import * as Lora from "./lora.ts";
import { trainingParameters } from "./schema.ts";
import { answer, settle } from "./training-end.ts";
import * as Weights from "./weights.ts";

/**
 * Buys the training of an avatar's LoRA, once, and answers `taskToken` when it ends. A training that runs is
 * waited for; one that succeeded before is not bought again.
 * Throws ProviderError (a retryable one is for the machine's Retry) and AppError `cap_reached`.
 */
export async function start(avatarId: string, taskToken: string): Promise<void> {
  const sealed = await sealTaskToken(taskToken);
  const prepared = await transaction(async () => {
    const version = await getOrCreate(avatarId);
    await sql`
      update lora_versions set task_token = ${sealed} where id = ${version.id} and owner_id = ${Actor.userId()}
    `;
    if (version.status === "trained" || version.status === "ready") {
      await resolveTask(sealed, { output: { loraVersionId: version.id } });
      return undefined;
    }
    const dataset = await Dataset.find(avatarId);
    return { version, zipKey: version.datasetKey ?? dataset?.zipKey, avatar: await Avatar.get(avatarId) };
  });
  if (!prepared) return;
  const { version, zipKey, avatar } = prepared;
  if (!zipKey) throw new Error(`The dataset of ${avatarId} is not packed: its step has not run.`);
  await withRetry(() => Replicate.ensureModel(Lora.modelName(version)));
  await waitForPlace();
  const attemptId = await transaction(() => claim(version));
  if (!attemptId) return;
  crashPoint("training.claimed");
  const input = {
    ...version.parameters,
    input_images: await Storage.presignedUrl(zipKey),
    trigger_word: avatar.triggerWord,
    autocaption: false,
  };
  try {
    const run = await buyHeld(attemptId, () =>
      Replicate.createTraining(version.destination, input, webhookOf(attemptId, "training")),
    );
    if (!run) return;
    crashPoint("training.called");
    await Attempt.recordSubmitted(attemptId, "training", run.id);
    crashPoint("training.recorded");
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.outcomeUnknown) return Attempt.recordUnknown(attemptId, messageOf(error));
    await transaction(
      async () => void (await Attempt.end(attemptId, "failed", { code: error.code, message: error.message })),
    );
    throw error;
  }
}

/** Throws a ProviderError for the machine's Retry while all creations of the moment are taken. */
async function waitForPlace(): Promise<void> {
  const retryAfterMs = await Limit.replicateCreation();
  if (retryAfterMs === 0) return;
  throw new ProviderError("replicate", "All orders that Replicate takes at a time are taken.", {
    retryable: true,
    code: "replicate_busy",
    retryAfterMs,
  });
}

/** Settles a training that a webhook or the poller pointed at; of one that still runs it keeps how far it is. */
export async function collect(pointer: { id: string; attemptId?: string | undefined }): Promise<void> {
  const run = await withRetry(() => Replicate.getTraining(pointer.id));
  if (!Replicate.isEnded(run)) return recordSteps(run);
  const attempt = await Attempt.adopt(pointer.id, pointer.attemptId, async (named) =>
    (await match(named))(run),
  );
  if (!attempt) {
    log.warn("training_unknown", { trainingId: pointer.id, attemptId: pointer.attemptId });
    return;
  }
  await Actor.asUser(attempt.ownerId, async () => {
    await settle(attempt, run);
    await keepUnawaited(attempt);
  });
}

/**
 * What was trained for a run that stopped meanwhile is paid for, and no step copies it while the provider has it: that
 * is an hour, and the retry may come tomorrow, or another version be trained by now. Asked of the rows, so that a
 * second delivery does it again.
 */
async function keepUnawaited({ avatarId, subjectId }: Attempt.Info): Promise<void> {
  const unawaited = await transaction(async () => {
    const version = await Lora.find(subjectId);
    if (version?.status !== "trained") return undefined;
    const isAwaited =
      (await Avatar.get(avatarId)).status === "training" &&
      (await Lora.findLatest(avatarId))?.id === version.id;
    return isAwaited ? undefined : version;
  });
  if (unawaited) await Weights.keep(unawaited);
}

async function recordSteps(run: Replicate.Run): Promise<void> {
  const attempt = await Attempt.adopt(run.id, undefined, async () => false);
  if (!attempt) return;
  await Actor.asUser(attempt.ownerId, () =>
    transaction(async () => {
      const version = await Lora.find(attempt.subjectId);
      const stepsDone = Replicate.stepsDoneOf(run, Number(version?.parameters.steps ?? 0));
      if (stepsDone !== undefined) await Lora.recordSteps(attempt.subjectId, stepsDone);
    }),
  );
}

/** Tells whether a run at the provider is that of an attempt: both name the same zip of the same avatar. */
export async function match(attempt: Attempt.Info): Promise<(run: Replicate.Run) => boolean> {
  return transaction(async () => {
    const [row] = await sql<[{ zipKey: string | null }?]>`
      select coalesce(version.dataset_key, dataset.zip_key) as zip_key
      from lora_versions as version
      join datasets as dataset on dataset.id = version.dataset_id
      where version.id = ${attempt.subjectId}
    `;
    const zipKey = row?.zipKey;
    return ({ input }: Replicate.Run) =>
      typeof input?.input_images === "string" &&
      typeof zipKey === "string" &&
      input.input_images.includes(zipKey);
  });
}

/** Ends an attempt that the provider never saw; the machine's Retry makes the next one. Runs as the tenant. */
export async function abandon(attempt: Attempt.Info): Promise<void> {
  await transaction(async () => {
    const failure = {
      code: "no_answer",
      message: "The provider did not answer and knows nothing of the training.",
    };
    if (!(await Attempt.lose(attempt, failure))) return;
    await answer(attempt.subjectId, { error: "RetryableProviderError", cause: failure.message });
  });
}

async function getOrCreate(avatarId: string): Promise<Lora.Info> {
  const latest = await Lora.findLatest(avatarId);
  const [avatar, dataset] = [await Avatar.get(avatarId), await Dataset.find(avatarId)];
  const isWanted = latest && latest.version >= (await Lora.wantedVersion(avatarId));
  if (isWanted && latest.status !== "failed" && latest.status !== "canceled") return latest;
  if (!dataset?.zipSha256) throw new Error(`The dataset of ${avatarId} is not packed: its step has not run.`);
  const version = (latest?.version ?? 0) + 1;
  return Lora.create({
    id: createId("loraVersion"),
    avatarId,
    datasetId: dataset.id,
    datasetSha256: dataset.zipSha256,
    datasetKey: dataset.zipKey,
    datasetImages: await DatasetImage.countKept(dataset.id),
    version,
    destination: await Replicate.destinationOf(Lora.modelName({ avatarId, version })),
    parameters: trainingParameters[avatar.preset],
  });
}

/**
 * The unique index refuses a second open attempt: whoever comes second waits for the first one's end. Nothing is
 * bought for a setup that was canceled since it was prepared.
 */
async function claim(version: Lora.Info): Promise<string | undefined> {
  const avatar = await Avatar.getLocked(version.avatarId);
  if (avatar.status !== "training") return undefined;
  const attemptId = await Attempt.claim({
    avatarId: version.avatarId,
    subjectKind: "training",
    subjectId: version.id,
    batchId: null,
    model: trainer.model,
    expectedNanos: trainingNanos(trainer.model, Number(version.parameters.steps ?? 0)),
  });
  if (attemptId) await Lora.setStatus(version.id, "training");
  return attemptId;
}
