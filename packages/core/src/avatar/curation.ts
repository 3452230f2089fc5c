import { strToU8, zipSync } from "fflate";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { sha256 } from "../kit/hash.ts";
import * as Storage from "../provider/storage.ts";
import * as Avatar from "./avatar.ts";
import { curate as choose } from "./dataset/curate.ts";
import { coverage } from "./dataset/plan.ts";
import * as Dataset from "./dataset.ts";
import * as DatasetImage from "./dataset-image.ts";

/**
 * Chooses the pictures that train, by a deterministic score; every other one gets its reason. Done once: a
 * curated dataset stays as it is.
 * @returns `isEnough: false` when further pictures were asked for instead; `needsReview` when a person wants to
 * look before the training.
 * Throws AppError `dataset_insufficient`.
 */
export async function curate(avatarId: string): Promise<{ isEnough: boolean; needsReview: boolean }> {
  return transaction(async () => {
    const dataset = await existing(avatarId);
    const { reviewsDataset } = await Avatar.get(avatarId);
    const needsReview = reviewsDataset && dataset.reviewedAt === null;
    if (dataset.status === "curated" || dataset.status === "packed") return { isEnough: true, needsReview };
    if (dataset.status === "generating") return { isEnough: false, needsReview };
    const images = await DatasetImage.list(dataset.id);
    const result = choose(images.filter((image) => image.status !== "failed").map(toCandidate), {
      keep: dataset.keep,
    });
    if (!result.ok) {
      await Dataset.extend(dataset, dataset.keep - result.kept.length, result.problems);
      return { isEnough: false, needsReview };
    }
    const kept = new Set(result.kept);
    for (const { id, reason } of result.rejected) {
      await sql`
        update dataset_images set status = 'rejected', reject_reason = ${reason}
        where id = ${id} and owner_id = ${Actor.userId()}
      `;
    }
    await sql`
      update dataset_images set status = 'kept'
      where id in ${sql(result.kept)} and owner_id = ${Actor.userId()}
    `;
    const report = {
      numbers: result.numbers,
      coverage: coverage(images.filter((image) => kept.has(image.id)).map((image) => ({ cell: image.cell }))),
    };
    await sql`
      update datasets set status = 'curated', report = ${sql.json(report as never)}
      where id = ${dataset.id} and owner_id = ${Actor.userId()} and status = 'generated'
    `;
    return { isEnough: true, needsReview };
  });
}

/** Puts the chosen pictures and their captions into the zip that the trainer reads. Done once. */
export async function pack(avatarId: string): Promise<void> {
  const { dataset, kept } = await transaction(async () => {
    const dataset = await existing(avatarId);
    const images = await DatasetImage.list(dataset.id);
    return { dataset, kept: images.filter((image) => image.status === "kept") };
  });
  if (dataset.status === "packed") return;
  const files: Record<string, Uint8Array> = {};
  for (const image of kept) {
    const base = String(image.ordinal).padStart(3, "0");
    files[`${base}.jpg`] = await Storage.get("private", image.mediaKey ?? "");
    files[`${base}.txt`] = strToU8(image.caption);
  }
  // Pictures do not shrink further; one date makes the same pictures the same zip.
  const zip = zipSync(files, { level: 0, mtime: "2020-01-01T00:00:00Z" });
  const zipSha256 = sha256(zip);
  const zipKey = `avatars/${avatarId}/dataset/${zipSha256}.zip`;
  await Storage.put("private", zipKey, zip, {
    contentType: "application/zip",
    purpose: { avatarId, subjectId: dataset.id },
  });
  await transaction(
    async () =>
      void (await sql`
      update datasets set status = 'packed', zip_key = ${zipKey}, zip_sha256 = ${zipSha256}
      where id = ${dataset.id} and owner_id = ${Actor.userId()} and status = 'curated'
    `),
  );
}

async function existing(avatarId: string): Promise<Dataset.Info> {
  const dataset = await Dataset.find(avatarId);
  if (!dataset) throw new Error(`The avatar ${avatarId} has no dataset: its step has not run.`);
  return dataset;
}

function toCandidate(image: DatasetImage.Info) {
  return {
    id: image.id,
    cell: image.cell,
    frontal: image.isFrontal ?? false,
    sharpness: image.sharpness ?? 0,
    phash: image.phash ?? "",
    ...(image.identityScore === null ? {} : { identityScore: image.identityScore }),
    ...(image.status === "rejected" && image.rejectReason ? { rejected: image.rejectReason } : {}),
  };
}
