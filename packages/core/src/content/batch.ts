import { randomInt } from "node:crypto";
import { Avatar, Identity, Lora } from "../avatar/index.ts";
import { Budget, batchEstimate } from "../cost/index.ts";
import { Generation } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import { fn } from "../kit/fn.ts";
import { seedFrom } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import { publish, sendAll } from "../kit/outbox.ts";
import { BatchStarted } from "./event.ts";
import { type Batch as Info, StartBatch } from "./schema.ts";
import { copyTime } from "./status.ts";
import { renderPrompt, selectTemplates } from "./template/index.ts";

const columns = () => sql`
  batch.id, batch.avatar_id, batch.lora_version_id, batch.seed, batch.status,
  batch.estimate_nanos::float8 as estimate_nanos, batch.created_at, batch.finished_at,
  -- Counted from the pieces each time, so that the counts add up at any moment.
  (
    select jsonb_build_object(
      'requested', batch.requested,
      'queued', count(*) filter (where piece.status = 'queued'),
      'generating', count(*) filter (where piece.status = 'generating'),
      'ready', count(*) filter (where piece.status = 'ready'),
      'review', count(*) filter (where piece.status = 'review'),
      'rejected', count(*) filter (where piece.status = 'rejected'),
      'blocked', count(*) filter (where piece.status = 'blocked'),
      'failed', count(*) filter (where piece.status = 'failed'),
      'canceled', count(*) filter (where piece.status = 'canceled')
    )
    from content_pieces as piece
    where piece.batch_id = batch.id
  ) as counts
`;

/**
 * Starts a batch: every piece has its template, prompt and seed at once, its picture and its copy follow from
 * two queues side by side.
 * Throws AppError `not_found`, `avatar_not_ready`, `cap_too_low`.
 */
export const start = fn(StartBatch, ({ avatarId, count, seed = randomInt(2_147_483_647), tier }) =>
  transaction(async () => {
    // Locked, so that nobody archives the persona between this look and the batch.
    const avatar = await Avatar.getLocked(avatarId);
    const version = avatar.activeLoraVersionId ? await Lora.find(avatar.activeLoraVersionId) : undefined;
    if (avatar.status !== "ready" || !version?.providerVersion) {
      throw new AppError(
        "conflict",
        "avatar_not_ready",
        `${avatar.name} is ${avatar.status}. Finish its setup, then start a batch.`,
      );
    }
    const estimateNanos = batchEstimate(count).amountNanos;
    if (avatar.costCapCents !== null) await Budget.requireRoom(avatarId, estimateNanos);
    const interests = (await Identity.list(avatarId)).find(
      (component) => component.kind === "interests",
    )?.value;
    const picked = selectTemplates({ count, seed, interests: Array.isArray(interests) ? interests : [] });
    const batchId = createId("contentBatch");
    await sql`
      insert into content_batches ${sql({
        id: batchId,
        ownerId: Actor.userId(),
        avatarId,
        loraVersionId: version.id,
        requested: count,
        seed,
        estimateNanos,
      })}
    `;
    const facts = {
      city: avatar.city,
      style: avatar.style,
      age: avatar.age,
      interests: Array.isArray(interests) ? interests : [],
    };
    const pieces = picked.map(({ template, variation }, ordinal) => ({
      id: createId("contentPiece"),
      ordinal,
      template,
      prompt: renderPrompt(template, { triggerWord: avatar.triggerWord, facts, seed: variation }),
      seed: seedFrom("piece", seed, ordinal),
    }));
    const generationIds = await Generation.createAll(
      pieces.map((piece) => ({
        kind: "piece" as const,
        avatarId,
        subjectId: piece.id,
        batchId,
        model: version.providerVersion ?? "",
        input: {
          prompt: piece.prompt,
          aspect_ratio: piece.template.ratio,
          output_format: "jpg",
          num_outputs: 1,
        },
        seed: piece.seed,
      })),
    );
    const rows = pieces.map(({ template, seed: _seed, ...piece }, index) => ({
      ...piece,
      ownerId: Actor.userId(),
      avatarId,
      batchId,
      loraVersionId: version.id,
      templateId: template.id,
      templateVersion: template.version,
      ratio: template.ratio,
      tier: tier ?? template.tier,
      copyDeadlineAt: deadline(copyTime),
      generationId: generationIds[index] ?? "",
    }));
    await sql`insert into content_pieces ${sql(rows)}`;
    await sendAll(
      "hook",
      pieces.map((piece) => ({ pieceId: piece.id })),
    );
    await publish(BatchStarted, { batchId });
    return get(batchId);
  }),
);

/** Throws AppError `not_found`. */
export async function get(id: string): Promise<Info> {
  const [row] = await sql<[Info?]>`
    select ${columns()} from content_batches as batch where batch.id = ${id} and batch.owner_id = ${Actor.userId()}
  `;
  if (!row) throw notFound("batch", id);
  return row;
}

/** Newest first; `before` is the last id of the page above. */
export async function list(filter: {
  avatarId?: string | undefined;
  limit: number;
  before?: string | undefined;
}): Promise<Info[]> {
  return sql<Info[]>`
    select ${columns()}
    from content_batches as batch
    where batch.owner_id = ${Actor.userId()}
      ${filter.avatarId ? sql`and batch.avatar_id = ${filter.avatarId}` : sql``}
      ${filter.before ? sql`and batch.id < ${filter.before}` : sql``}
    order by batch.id desc
    limit ${filter.limit}
  `;
}
