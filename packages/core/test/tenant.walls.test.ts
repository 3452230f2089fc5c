import {
  Avatar,
  Cancellation,
  Candidate,
  Curation,
  Dataset,
  DatasetImage,
  Face,
  Identity,
  IdentityWriter,
  Lora,
  Overview,
  Setup,
  SetupRun,
  Training,
  Weights,
} from "@vixen/core/avatar";
import { Batch, Hook, Piece } from "@vixen/core/content";
import { Cost } from "@vixen/core/cost";
import { Attempt, Generation, submit } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { sql, transaction } from "@vixen/core/kit/db.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { bought } from "./support/ledger.ts";
import { type Ready, readyAvatar } from "./support/persona.ts";
import { failers, pump } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

type Target = Ready & {
  candidateId: string;
  batchId: string;
  pieceId: string;
  generationId: string;
  attemptId: string;
  datasetId: string;
  runId: string;
  imageId: string;
};

/** Everything of one tenant that another might name. */
async function target(): Promise<Target> {
  const ready = await readyAvatar();
  const { tenant, avatarId } = ready;
  const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 1 }));
  const generations =
    await database()`select id, subject_id from generations where owner_id = ${tenant.userId}`;
  const generationId = String(generations[0]?.id);
  const pieceId = String(generations[0]?.subject_id);
  const attemptId = await tenant.tx(() =>
    Attempt.claim({ avatarId, subjectKind: "generation", subjectId: "other", batchId: null, model: "m" }),
  );
  const [run] = await database()`
    insert into setup_runs (id, owner_id, avatar_id)
    values (${`run_${tenant.userId}`}, ${tenant.userId}, ${avatarId})
    returning id`;
  const [candidate] = await database()`select id from face_candidates where avatar_id = ${avatarId}`;
  const [dataset] = await database()`select id from datasets where avatar_id = ${avatarId}`;
  await database()`insert into dataset_images ${database()({
    id: `img_${tenant.userId}`,
    owner_id: tenant.userId,
    avatar_id: avatarId,
    dataset_id: String(dataset?.id),
    ordinal: 0,
    cell: "c",
    prompt: "p",
    caption: "c",
    seed: 1,
    generation_id: "g",
  })}`;
  cloud().messages.length = 0;
  return {
    ...ready,
    batchId: batch.id,
    pieceId,
    generationId,
    attemptId: String(attemptId),
    candidateId: String(candidate?.id),
    datasetId: String(dataset?.id),
    runId: String(run?.id),
    imageId: `img_${tenant.userId}`,
  };
}

type Verb = (target: Target) => Promise<unknown>;
const failure = { code: "x", message: "x" };

/** Each verb that takes an id, in the caller's transaction. */
const within: Record<string, Verb> = {
  "Avatar.get": ({ avatarId }) => Avatar.get(avatarId),
  "Avatar.getLocked": ({ avatarId }) => Avatar.getLocked(avatarId),
  "Avatar.find": ({ avatarId }) => Avatar.find(avatarId),
  "Avatar.update": ({ avatarId }) => Avatar.update(avatarId, { name: "Mallory" }),
  "Avatar.remove": ({ avatarId }) => Avatar.remove(avatarId),
  "Overview.get": ({ avatarId }) => Overview.get(avatarId),
  "Candidate.list": ({ avatarId }) => Candidate.list(avatarId),
  "Candidate.start": ({ avatarId }) => Candidate.start(avatarId),
  "Candidate.reroll": ({ avatarId }) => Candidate.reroll(avatarId, 7),
  "Candidate.lock": ({ avatarId, candidateId }) => Candidate.lock(avatarId, candidateId),
  "Candidate.chooseByItself": ({ avatarId }) => Candidate.chooseByItself(avatarId),
  "Candidate.fail": ({ candidateId, avatarId }) =>
    Candidate.fail({ subjectId: candidateId, avatarId } as never, failure),
  "Dataset.find": ({ avatarId }) => Dataset.find(avatarId),
  "DatasetImage.list": ({ datasetId }) => DatasetImage.list(datasetId),
  "DatasetImage.get": ({ imageId }) => DatasetImage.get(imageId),
  "DatasetImage.countKept": async ({ datasetId }) => (await DatasetImage.countKept(datasetId)) || undefined,
  "Dataset.generate": ({ avatarId }) => Dataset.generate(avatarId, "token"),
  "Dataset.settleOf": ({ imageId }) => Dataset.settleOf(imageId),
  "Dataset.fail": ({ imageId }) => Dataset.fail({ subjectId: imageId } as never, failure),
  "Curation.curate": ({ avatarId }) => Curation.curate(avatarId),
  "Face.findKey": ({ avatarId }) => Face.findKey(avatarId),
  "Identity.list": ({ avatarId }) => Identity.list(avatarId),
  "Identity.save": ({ avatarId }) =>
    Identity.save(avatarId, "tone", "rude", { origin: "typed", confidence: 1, model: null }),
  "Lora.list": ({ avatarId }) => Lora.list(avatarId),
  "Lora.find": ({ loraVersionId }) => Lora.find(loraVersionId),
  "Lora.setStatus": ({ loraVersionId }) => Lora.setStatus(loraVersionId, "failed"),
  "Lora.recordTrained": ({ loraVersionId }) =>
    Lora.recordTrained(loraVersionId, { providerVersion: "evil", weightsUrl: "evil" }),
  "Setup.retry": ({ avatarId }) => Setup.retry(avatarId),
  "Setup.cancel": ({ avatarId }) => Setup.cancel(avatarId),
  "Setup.beginStep": ({ runId }) => Setup.beginStep(runId, "train-lora"),
  "Setup.endStep": ({ runId }) => Setup.endStep(runId, "train-lora"),
  "Setup.finish": ({ avatarId, runId }) => Setup.finish(avatarId, runId),
  "Setup.recordFailure": ({ avatarId, runId }) => Setup.recordFailure(avatarId, runId, failure),
  "SetupRun.find": ({ runId }) => SetupRun.find(runId),
  "SetupRun.findLatest": ({ avatarId }) => SetupRun.findLatest(avatarId),
  "Batch.get": ({ batchId }) => Batch.get(batchId),
  "Batch.list": ({ avatarId }) => Batch.list({ avatarId, limit: 10 }),
  "Batch.start": ({ avatarId }) => Batch.start({ avatarId, count: 1 }),
  "Piece.find": ({ pieceId }) => Piece.find(pieceId),
  "Piece.get": ({ pieceId }) => Piece.get(pieceId),
  "Piece.list": ({ batchId }) => Piece.list({ batchId }, { limit: 10 }),
  "Piece.recordCopy": ({ pieceId, batchId }) =>
    Piece.recordCopy({ id: pieceId, batchId }, { status: "allow", reasons: [], hook: "x" }),
  "Piece.settle": ({ pieceId, batchId }) => Piece.settle(pieceId, batchId),
  "Piece.fail": ({ pieceId, batchId }) => Piece.fail({ subjectId: pieceId, batchId } as never, failure),
  "Cost.total": async ({ avatarId }) =>
    (await Cost.total({ avatarId })).entries === 0 ? undefined : "found",
  "Cost.list": ({ avatarId }) => Cost.list({ avatarId }, { limit: 10 }),
  "Generation.find": ({ generationId }) => Generation.find(generationId),
  "Generation.requeue": ({ generationId }) => Generation.requeue([generationId]),
  "Generation.cancelQueued": async ({ avatarId }) => (await Generation.cancelQueued(avatarId)) || undefined,
  "Generation.retryOrFail": async ({ generationId }) =>
    (await Generation.retryOrFail({ id: generationId, failures: 99 } as never, failure)) || undefined,
  "Attempt.end": ({ attemptId }) => Attempt.end(attemptId, "failed"),
  "Attempt.renew": async ({ attemptId }) => (await Attempt.renew(attemptId)) || undefined,
  "Attempt.recordSubmitted": ({ attemptId }) => Attempt.recordSubmitted(attemptId, "generation", "evil"),
  "Attempt.recordUnknown": ({ attemptId }) => Attempt.recordUnknown(attemptId, "evil"),
  "Attempt.listOpen": ({ avatarId }) => Attempt.listOpen(avatarId),
};

/** Those that call a provider and so are not within a transaction. */
const outside: Record<string, Verb> = {
  submit: ({ generationId }) => submit(generationId, failers),
  "Hook.write": ({ pieceId }) => Hook.write(pieceId),
  "Setup.begin": ({ avatarId, runId }) => Setup.begin(avatarId, runId),
  "Cancellation.carryOut": ({ avatarId }) => Cancellation.carryOut(avatarId, "run_none"),
  "Training.start": ({ avatarId }) => Training.start(avatarId, "token"),
  "Weights.copy": ({ avatarId }) => Weights.copy(avatarId),
  "Curation.pack": ({ avatarId }) => Curation.pack(avatarId),
  "IdentityWriter.write": ({ avatarId }) => IdentityWriter.write(avatarId),
};

const tables = ["avatars", "face_candidates", "setup_runs", "datasets", "dataset_images", "lora_versions"];
const more = ["identity_components", "generations", "attempts", "content_batches", "content_pieces"];

/** All rows of a tenant, to the letter. */
async function rowsOf(userId: string): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown> = {};
  for (const table of [...tables, ...more, "cost_entries", "provider_calls"]) {
    rows[table] = await database()`
      select to_jsonb(row.*) as row from ${database()(table)} as row where owner_id = ${userId} order by id`;
  }
  return rows;
}

const isNothing = (found: unknown): boolean =>
  found === undefined || found === false || (Array.isArray(found) && found.length === 0);

describe("A stranger who knows an id", () => {
  it("finds nothing by it and moves nothing, whatever the verb", async () => {
    const owned = await target();
    const stranger = await newTenant();
    const before = {
      rows: await rowsOf(owned.tenant.userId),
      bought: bought(),
      executions: cloud().executions.size,
    };
    for (const [name, verb] of [...Object.entries(within), ...Object.entries(outside)]) {
      const run = () => (name in within ? transaction(() => verb(owned)) : verb(owned));
      const outcome = await Actor.asUser(stranger.userId, run).then(
        (found) => ({ found }),
        (error: Error) => ({ error }),
      );
      if ("found" in outcome) expect([name, isNothing(outcome.found)]).toEqual([name, true]);
      else expect([name, outcome.error.message]).toEqual([name, expect.stringMatching(refusals)]);
    }
    expect({
      rows: await rowsOf(owned.tenant.userId),
      bought: bought(),
      executions: cloud().executions.size,
    }).toEqual(before);
    expect((await pump()).handled).toBe(0);
    expect(cloud().answers).toEqual([]);
  });

  // A refusal says that there is none; it never says whose it is, and is never a failure of ours.
  const refusals =
    /^There is no|has no dataset|row-level security|No setup is running|is not packed|duplicate key|has not run/;

  it("would be found out if the verbs did move something: their owner does", async () => {
    const owned = await target();
    await owned.tenant.tx(() =>
      Piece.recordCopy({ id: owned.pieceId, batchId: owned.batchId }, { status: "allow", reasons: [] }),
    );
    const [piece] = await database()`select copy_status from content_pieces where id = ${owned.pieceId}`;
    expect(piece?.copy_status).toBe("allow");
    for (const name of [
      "Avatar.get",
      "Overview.get",
      "Piece.get",
      "Batch.get",
      "Lora.find",
      "DatasetImage.list",
    ]) {
      const found = await owned.tenant.tx(async () => within[name]?.(owned));
      expect([name, isNothing(found)]).toEqual([name, false]);
    }
  });

  it("cannot write a row in another's name", async () => {
    const owned = await target();
    const stranger = await newTenant();
    const forge = () => sql`
      insert into cost_entries (id, owner_id, kind, provider, model, unit, quantity, price_version, amount_nanos, provider_ref)
      values ('cst_x', ${owned.tenant.userId}, 'text', 'p', 'm', 'u', 1, '1', 1, 'r')`;
    await expect(stranger.tx(async () => void (await forge()))).rejects.toThrow(/row-level security/);
  });
});
