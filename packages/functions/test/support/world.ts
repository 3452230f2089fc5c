import { createId } from "@vixen/core/kit/id.ts";
import { database } from "./harness.ts";
import type { Operator } from "./operator.ts";

export type World = {
  avatarId: string;
  candidateId: string;
  batchId: string;
  pieceId: string;
  loraVersionId: string;
};

export const persona = {
  name: "Alba",
  niche: "trail running",
  style: "linen",
  city: "Madrid",
  age: 27,
  seed: 1,
};

/** An avatar that can produce, with a dataset, a training, a batch of three pieces and what they cost. */
export async function readyAvatar(operator: Operator): Promise<World> {
  const sql = database();
  const created = await operator.call("/avatars", { body: persona });
  const avatarId = String(created.body.id);
  const own = { owner_id: operator.userId, avatar_id: avatarId };
  const candidateId = createId("faceCandidate");
  const datasetId = createId("dataset");
  const loraVersionId = createId("loraVersion");
  const runId = createId("setupRun");
  const seed = 1;
  await sql`insert into face_candidates ${sql({
    ...own,
    id: candidateId,
    slot: 0,
    seed,
    prompt: "a face",
    generation_id: "gen",
    status: "ready",
    is_chosen: true,
    media_key: "avatars/face.jpg",
  })}`;
  await sql`insert into datasets ${sql({ ...own, id: datasetId, seed, keep: 2, status: "packed", zip_key: "secret.zip" })}`;
  const images = ["kept", "kept", "rejected", "failed"].map((status, ordinal) => ({
    ...own,
    id: createId("datasetImage"),
    dataset_id: datasetId,
    ordinal,
    cell: "front",
    prompt: "p",
    caption: "c",
    seed,
    generation_id: "gen",
    status,
    reject_reason: status === "rejected" ? "young_look" : null,
    media_key: `avatars/image-${ordinal}.jpg`,
  }));
  await sql`insert into dataset_images ${sql(images)}`;
  await sql`insert into lora_versions ${sql({
    ...own,
    id: loraVersionId,
    dataset_id: datasetId,
    version: 1,
    status: "ready",
    base_model: "flux-dev",
    trainer: "trainer",
    trainer_version: "1",
    parameters: sql.json({ steps: 1 }),
    dataset_sha256: "d",
    destination: "owner/secret-model",
    provider_version: "f".repeat(64),
    weights_url: "https://secret.example/weights",
    weights_key: "avatars/secret-weights.tar",
  })}`;
  await sql`insert into setup_runs ${sql({ ...own, id: runId, status: "succeeded" })}`;
  await sql`insert into setup_steps ${sql({ run_id: runId, owner_id: operator.userId, step: "generate-dataset", status: "succeeded" })}`;
  await sql`update avatars set status = 'ready', active_lora_version_id = ${loraVersionId} where id = ${avatarId}`;
  const batch = await operator.call("/content/batches", { body: { avatarId, count: 3, seed: 7 } });
  const batchId = String(batch.body.id);
  const [piece] = await sql`select id from content_pieces where batch_id = ${batchId} order by ordinal`;
  await sql`insert into cost_entries ${sql({
    ...own,
    id: createId("costEntry"),
    batch_id: batchId,
    kind: "image",
    provider: "replicate",
    model: "lora",
    unit: "millisecond",
    quantity: 2,
    price_version: "1",
    amount_nanos: 15_000_000,
    provider_ref: createId("request"),
  })}`;
  return { avatarId, candidateId, batchId, pieceId: String(piece?.id), loraVersionId };
}

/** An avatar whose faces are made and wait for a choice. */
export async function avatarWithFaces(
  operator: Operator,
): Promise<{ avatarId: string; candidateIds: string[] }> {
  const created = await operator.call("/avatars", { body: { ...persona, candidateCount: 2 } });
  const avatarId = String(created.body.id);
  await operator.call(`/avatars/${avatarId}/candidates`, { body: {} });
  const rows = await database()`
    update face_candidates set status = 'ready', media_key = 'avatars/' || id || '.jpg'
    where avatar_id = ${avatarId}
    returning id, slot
  `;
  const candidateIds = rows.toSorted((a, b) => a.slot - b.slot).map((row) => String(row.id));
  return { avatarId, candidateIds };
}

/** How many rows each table holds: what a refusal must not change. */
export async function rowCounts(): Promise<Record<string, number>> {
  const sql = database();
  const tables = await sql`select tablename from pg_tables where schemaname = 'public' order by tablename`;
  const counts: Record<string, number> = {};
  for (const { tablename } of tables) {
    const [row] = await sql`select count(*)::int as count from ${sql(String(tablename))}`;
    counts[String(tablename)] = Number(row?.count);
  }
  return counts;
}

/** A ready avatar whose dataset keeps enough pictures to train from again. */
export async function trainableAvatar(operator: Operator): Promise<World> {
  const world = await readyAvatar(operator);
  const sql = database();
  const [dataset] = await sql`select id from datasets where avatar_id = ${world.avatarId}`;
  const images = Array.from({ length: 10 }, (_, index) => ({
    id: createId("datasetImage"),
    owner_id: operator.userId,
    avatar_id: world.avatarId,
    dataset_id: String(dataset?.id),
    ordinal: 10 + index,
    cell: "close_up/front/neutral/studio/linen/backdrop",
    prompt: "p",
    caption: "c",
    seed: index,
    generation_id: "gen",
    status: "kept",
    media_key: `avatars/more-${index}.jpg`,
  }));
  await sql`insert into dataset_images ${sql(images)}`;
  return world;
}

/** What the setup's last step writes. */
export async function writtenIdentity(operator: Operator, avatarId: string): Promise<void> {
  const sql = database();
  const texts = {
    bio: "Trails at dawn. AI persona",
    interests: ["trails", "maps"],
    occupation: "Guide",
    location: "Madrid, Spain",
    backstory: "Grew up by the sea.",
    tone: "calm, warm, dry",
  };
  const rows = Object.entries(texts).map(([kind, value]) => ({
    id: createId("identityComponent"),
    owner_id: operator.userId,
    avatar_id: avatarId,
    kind,
    value: sql.json(value),
    origin: "inferred",
    confidence: 0.9,
    model: "gpt-4o-mini",
  }));
  await sql`insert into identity_components ${sql(rows)}`;
}
