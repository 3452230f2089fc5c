import { Generation } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { notFound } from "../kit/error.ts";
import { createId } from "../kit/id.ts";
import { datasetModel } from "../provider/models.ts";
import type { RejectReason } from "./dataset/curate.ts";
import type { PlannedImage } from "./dataset/plan.ts";
import * as Face from "./face.ts";
import type { Info as AvatarInfo } from "./schema.ts";

export type Info = {
  id: string;
  ordinal: number;
  cell: string;
  prompt: string;
  caption: string;
  seed: number;
  status: "pending" | "candidate" | "kept" | "rejected" | "failed";
  rejectReason: RejectReason | null;
  mediaKey: string | null;
  phash: string | null;
  sharpness: number | null;
  identityScore: number | null;
  isFrontal: boolean | null;
  /** Counts what a person changed; a decision names the one it was made from. */
  revision: number;
  decidedBy: "curator" | "person";
  /** The picture of the same cell that this one was made for. */
  replaces: string | null;
};

const columns = () => sql`
  id, ordinal, cell, prompt, caption, seed, status, reject_reason, media_key, phash, sharpness, identity_score, is_frontal,
  revision, decided_by, replaces
`;

/** All pictures of a dataset, rejected ones too, in the plan's order. */
export async function list(datasetId: string): Promise<Info[]> {
  return sql<Info[]>`
    select ${columns()}
    from dataset_images
    where dataset_id = ${datasetId} and owner_id = ${Actor.userId()}
    order by ordinal
  `;
}

/** Throws AppError `not_found`. */
export async function get(id: string): Promise<Info> {
  const [row] = await sql<[Info?]>`
    select ${columns()} from dataset_images where id = ${id} and owner_id = ${Actor.userId()}
  `;
  if (!row) throw notFound("picture", id);
  return row;
}

/** Asks for pictures with ordinals from `offset` on, in the caller's transaction. Returns their ids in order. */
export async function addAll(
  avatar: AvatarInfo,
  datasetId: string,
  plan: Pick<PlannedImage, "cell" | "prompt" | "seed">[],
  offset: number,
  replaces: string | null = null,
): Promise<string[]> {
  const faceKey = await Face.findKey(avatar.id);
  if (!faceKey) throw Face.missingFace(avatar.id);
  const rows = plan.map((planned, index) => ({
    id: createId("datasetImage"),
    ordinal: offset + index,
    cell: planned.cell,
    prompt: planned.prompt,
    caption: `${avatar.triggerWord}, ${planned.prompt}`,
    seed: planned.seed,
    replaces,
  }));
  const generationIds = await Generation.createAll(
    rows.map((row) => ({
      kind: "dataset" as const,
      avatarId: avatar.id,
      subjectId: row.id,
      model: datasetModel,
      input: { prompt: row.prompt, aspect_ratio: "4:5", output_format: "jpg" },
      referenceKey: faceKey,
      seed: row.seed,
    })),
  );
  const values = rows.map((row, index) => ({
    ...row,
    ownerId: Actor.userId(),
    avatarId: avatar.id,
    datasetId,
    generationId: generationIds[index] ?? "",
  }));
  await sql`insert into dataset_images ${sql(values as never)}`;
  return rows.map(({ id }) => id);
}

/** How many pictures train. */
export async function countKept(datasetId: string): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count
    from dataset_images
    where dataset_id = ${datasetId} and owner_id = ${Actor.userId()} and status = 'kept'
  `;
  return row.count;
}
