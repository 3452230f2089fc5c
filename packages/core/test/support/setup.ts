import { Dataset, Setup } from "@vixen/core/avatar";
import { Generation } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { sql } from "@vixen/core/kit/db.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { datasetModel } from "@vixen/core/provider/models.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { database } from "../harness.ts";
import { lockedFace, newAvatar } from "./persona.ts";
import { newTenant, type Tenant } from "./tenant.ts";

export type Begun = { tenant: Tenant; avatarId: string; datasetId: string; runId: string };

const framings = ["close_up", "portrait", "half_body", "three_quarter", "full_body", "seated"];

/** An avatar whose setup was asked for, with a dataset of so many pictures still to be made. */
export async function begunSetup(pictures = 0, keep = 3): Promise<Begun> {
  const tenant = await newTenant();
  const avatarId = await newAvatar(tenant);
  const { datasetId } = await lockedFace(tenant, avatarId, keep);
  const runId = await tenant.tx(async () => {
    if (pictures > 0) await addPictures(avatarId, datasetId, pictures);
    return Setup.request(avatarId);
  });
  return { tenant, avatarId, datasetId, runId };
}

/** What the plan would ask for, only fewer. */
async function addPictures(avatarId: string, datasetId: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, ordinal) => {
    const framing = framings[ordinal % framings.length] ?? "portrait";
    return {
      id: createId("datasetImage"),
      ordinal,
      seed: 1_000 + ordinal,
      cell: `${framing}/front/neutral/studio/linen/backdrop`,
      prompt: `the same person, ${framing.replace("_", " ")}, facing the camera, scene ${avatarId} ${ordinal}`,
    };
  });
  const generationIds = await Generation.createAll(
    rows.map(({ id, seed, prompt }) => ({
      kind: "dataset" as const,
      avatarId,
      subjectId: id,
      model: datasetModel,
      input: { prompt, aspect_ratio: "1:1", output_format: "jpg" },
      referenceKey: "shared/face.jpg",
      seed,
    })),
  );
  const values = rows.map((row, index) => ({
    ...row,
    caption: row.prompt,
    ownerId: Actor.userId(),
    avatarId,
    datasetId,
    generationId: generationIds[index] ?? "",
  }));
  await sql`insert into dataset_images ${sql(values)}`;
}

/** Takes the dataset as packed: a zip of ten faces that lies under a name of this avatar's own. */
export async function packedDataset({ tenant, avatarId, datasetId }: Begun): Promise<void> {
  const key = `avatars/${avatarId}/dataset/faces.zip`;
  await tenant.as(async () => {
    const zip = await Storage.get("private", "shared/faces.zip");
    await Storage.put("private", key, zip, { contentType: "application/zip", purpose: { avatarId } });
  });
  await database()`
    update datasets set status = 'packed', zip_key = ${key}, zip_sha256 = 'x' where id = ${datasetId}`;
}

export const findDataset = ({ tenant, avatarId }: Begun) => tenant.tx(() => Dataset.find(avatarId));
