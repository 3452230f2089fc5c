import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createId } from "@vixen/core/kit/id.ts";
import postgres from "postgres";
import { Look } from "../sandbox/picture/look.ts";
import { renderPicture } from "../sandbox/picture/render.ts";

type Where = { databaseAdminUrl: string; directory: string };
type Storage = Record<"R2_ENDPOINT" | "R2_ACCESS_KEY_ID" | "R2_SECRET_ACCESS_KEY" | "R2_BUCKET", string>;

const perBatch = 200;
const pictures = 16;
const ratios = ["4:5", "1:1", "9:16"];
const templates = ["morning-coffee-terrace", "bookshop-corner", "flower-market-walk", "tram-window-ride"];
/** Of twenty pieces in a row: what a week's work looks like. */
const states = [
  ...Array<string>(12).fill("ready"),
  "review",
  "review",
  "review",
  "rejected",
  "blocked",
  "failed",
];

/**
 * Gives the account of `email` a persona with `count` pieces, without any provider: real rows, and sixteen real
 * pictures that they share. `directory` is the laptop's, whose storage it writes to.
 * @returns ids of the persona and of its batches.
 */
export async function seedLibrary(where: Where, email: string, count = 1_000) {
  const sql = postgres(where.databaseAdminUrl, { max: 1, onnotice: () => {} });
  try {
    const keys = await storePictures(where.directory);
    const [owner] = await sql`select id from users where email = ${email}`;
    const persona = await insertPersona(sql, String(owner?.id));
    const batchIds: string[] = [];
    for (let at = 0; at < count; at += perBatch) {
      batchIds.push(
        await insertBatch(sql, persona, { keys, first: at, count: Math.min(perBatch, count - at) }),
      );
    }
    return { avatarId: persona.avatar_id, batchIds };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function storePictures(directory: string): Promise<string[]> {
  const { Storage: storage } = JSON.parse(readFileSync(join(directory, "secrets.json"), "utf8")) as {
    Storage: Storage;
  };
  const s3 = new S3Client({
    endpoint: storage.R2_ENDPOINT,
    region: "auto",
    credentials: { accessKeyId: storage.R2_ACCESS_KEY_ID, secretAccessKey: storage.R2_SECRET_ACCESS_KEY },
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const keys = Array.from({ length: pictures }, (_, index) => `seeded/${index}.jpg`);
  for (const [seed, Key] of keys.entries()) {
    const Body = await renderPicture({
      persona: 77,
      look: Look.any,
      prompt: `candid portrait, place ${seed}`,
      seed,
      flaw: undefined,
      width: 512,
      height: 640,
      format: "jpg",
      quality: 80,
    });
    await s3.send(new PutObjectCommand({ Bucket: storage.R2_BUCKET, Key, Body, ContentType: "image/jpeg" }));
  }
  s3.destroy();
  return keys;
}

type Persona = { owner_id: string; avatar_id: string; lora_version_id: string };

async function insertPersona(sql: postgres.Sql, owner_id: string): Promise<Persona> {
  const [avatar_id, dataset_id, lora_version_id] = [
    createId("avatar"),
    createId("dataset"),
    createId("loraVersion"),
  ];
  await sql`insert into avatars ${sql({
    id: avatar_id,
    owner_id,
    name: "Lía Montes",
    niche: "city walks",
    style: "daylight",
    language: "es",
    city: "Madrid",
    country: "Spain",
    timezone: "Europe/Madrid",
    age: 28,
    seed: 77,
    trigger_word: "VXSEED",
    status: "ready",
  })}`;
  await sql`insert into datasets ${sql({ id: dataset_id, owner_id, avatar_id, seed: 77, keep: 50, status: "packed" })}`;
  await sql`insert into lora_versions ${sql({
    id: lora_version_id,
    owner_id,
    avatar_id,
    dataset_id,
    version: 1,
    status: "ready",
    base_model: "flux-dev",
    trainer: "trainer",
    trainer_version: "1",
    parameters: sql.json({}),
    dataset_sha256: "0",
    destination: "seeded/model",
    provider_version: "f".repeat(64),
  })}`;
  await sql`update avatars set active_lora_version_id = ${lora_version_id} where id = ${avatar_id}`;
  return { owner_id, avatar_id, lora_version_id };
}

async function insertBatch(
  sql: postgres.Sql,
  persona: Persona,
  batch: { keys: string[]; first: number; count: number },
): Promise<string> {
  const id = createId("contentBatch");
  const moment = new Date();
  await sql`insert into content_batches ${sql({
    ...persona,
    id,
    requested: batch.count,
    seed: batch.first,
    status: "finished",
    estimate_nanos: batch.count * 4_000_000,
    finished_at: moment,
  })}`;
  const rows = Array.from({ length: batch.count }, (_, ordinal) => {
    const at = batch.first + ordinal;
    const status = states[at % states.length] ?? "ready";
    const image = { review: "review", blocked: "block", failed: "failed" }[status] ?? "allow";
    const reason = { review: "suggestive_detected", blocked: "apparent_age_below_floor" }[status];
    return {
      ...persona,
      id: createId("contentPiece"),
      batch_id: id,
      ordinal,
      template_id: templates[at % templates.length] ?? "",
      template_version: 1,
      prompt: `VXSEED on a walk, place ${at}`,
      ratio: ratios[at % ratios.length] ?? "4:5",
      tier: "subscriber",
      status,
      image_status: image,
      copy_status: "allow",
      copy_deadline_at: moment,
      generation_id: createId("generation"),
      hook: `Madrid on foot, part ${at + 1}`,
      reasons: sql.json(reason ? [{ code: reason, place: "image", score: 0.7 }] : []),
      media_key: status === "failed" ? null : (batch.keys[at % batch.keys.length] ?? null),
      media_bucket: status === "failed" ? null : "private",
      width: 512,
      height: 640,
      identity_score: 0.6 + (at % 40) / 100,
      failure_code: status === "failed" ? "E1001" : null,
      failure_message: status === "failed" ? "The prediction ended as failed." : null,
      settled_at: moment,
    };
  });
  await sql`insert into content_pieces ${sql(rows as never)}`;
  return id;
}
