import { Avatar } from "@vixen/core/avatar";
import { createId } from "@vixen/core/kit/id.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { Look } from "@vixen/local/sandbox/picture/look.ts";
import { renderPicture } from "@vixen/local/sandbox/picture/render.ts";
import { strToU8, zipSync } from "fflate";
import { database } from "../harness.ts";
import { newTenant, type Tenant } from "./tenant.ts";

export type Ready = { tenant: Tenant; avatarId: string; loraVersionId: string };

const faceKey = "shared/face.jpg";
const persona = 4242;
// Each avatar has a seed of its own: to the sandbox the same prompt and seed are the same purchase.
let nextSeed = 1;

export async function newAvatar(
  tenant: Tenant,
  input: { isAutomatic?: boolean; candidateCount?: number } = {},
): Promise<string> {
  const seed = nextSeed++;
  const facts = { name: "Alba", niche: "trail running", style: "linen, warm tones", city: "Madrid", age: 27 };
  return (await tenant.as(() => Avatar.create({ ...facts, seed, ...input }))).id;
}

let trained: Promise<string> | undefined;

/** A model at the provider that shows the persona of the shared face; trained once for a test file. */
export function trainedVersion(tenant: Tenant): Promise<string> {
  trained ??= train(tenant);
  return trained;
}

async function train(tenant: Tenant): Promise<string> {
  const face = await portrait(persona);
  const files = Array.from({ length: 10 }, (_, index) => [`${index}.jpg`, new Uint8Array(face)] as const);
  const zip = zipSync({ ...Object.fromEntries(files), "note.txt": strToU8("for tests") });
  await tenant.as(async () => {
    await Storage.put("private", faceKey, face, { contentType: "image/jpeg", purpose: {} });
    await Storage.put("private", "shared/faces.zip", zip, { contentType: "application/zip", purpose: {} });
  });
  await Replicate.ensureModel("shared");
  const destination = await Replicate.destinationOf("shared");
  const images = await Storage.presignedUrl("shared/faces.zip");
  let run = await Replicate.createTraining(destination, { input_images: images, trigger_word: "SHARED" });
  while (!Replicate.isEnded(run)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    run = await Replicate.getTraining(run.id);
  }
  return Replicate.trainingOutput(run)?.version.split(":").at(-1) ?? "";
}

/** The sandbox's picture of a person. */
export function portrait(of: number, seed = 1): Promise<Buffer> {
  return renderPicture({
    persona: of,
    look: Look.any,
    prompt: "portrait, smiling",
    seed,
    flaw: undefined,
    width: 408,
    height: 512,
    format: "jpg",
    quality: 80,
  });
}

/** An avatar that can produce, of a tenant of its own. */
export async function readyAvatar(): Promise<Ready> {
  const tenant = await newTenant();
  const avatarId = await newAvatar(tenant);
  const version = await trainedVersion(tenant);
  const { datasetId } = await lockedFace(tenant, avatarId);
  const loraVersionId = createId("loraVersion");
  const sql = database();
  await sql`update datasets set status = 'packed', zip_key = 'shared/faces.zip' where id = ${datasetId}`;
  await sql`insert into lora_versions ${sql({
    id: loraVersionId,
    owner_id: tenant.userId,
    avatar_id: avatarId,
    dataset_id: datasetId,
    version: 1,
    status: "ready",
    base_model: "flux",
    trainer: "trainer",
    trainer_version: "1",
    parameters: sql.json({}),
    dataset_sha256: "0",
    destination: "vixen-sandbox/shared",
    provider_version: version,
  })}`;
  await sql`update avatars set status = 'ready', active_lora_version_id = ${loraVersionId} where id = ${avatarId}`;
  return { tenant, avatarId, loraVersionId };
}

/** Gives an avatar the shared face as its locked one, and an empty dataset that keeps `keep` pictures. */
export async function lockedFace(
  tenant: Tenant,
  avatarId: string,
  keep = 3,
): Promise<{ datasetId: string; candidateId: string }> {
  await trainedVersion(tenant);
  const sql = database();
  const candidateId = createId("faceCandidate");
  const datasetId = createId("dataset");
  const own = { owner_id: tenant.userId, avatar_id: avatarId, seed: 1 };
  await sql`insert into face_candidates ${sql({
    ...own,
    id: candidateId,
    slot: 7,
    prompt: "a face",
    generation_id: "none",
    status: "ready",
    is_chosen: true,
    media_key: faceKey,
  })}`;
  await sql`insert into datasets ${sql({ ...own, id: datasetId, keep })}`;
  return { datasetId, candidateId };
}
