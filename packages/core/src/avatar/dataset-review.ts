import type { z } from "zod";
import { Budget, pictureNanos } from "../cost/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound, parseInput } from "../kit/error.ts";
import { seedFrom } from "../kit/hash.ts";
import { datasetModel } from "../provider/models.ts";
import * as Avatar from "./avatar.ts";
import type { RejectReason } from "./dataset/curate.ts";
import * as Dataset from "./dataset.ts";
import * as DatasetImage from "./dataset-image.ts";
import { refuseBlocked } from "./refuse-blocked.ts";
import { fewestTrainingImages, type Info, ReviewImage } from "./schema.ts";
import * as Setup from "./setup.ts";

/** Whoever looks at a picture may be of another mind than the curator, but not than the gates before it. */
const barred: ReadonlySet<string> = new Set<RejectReason>([
  "young_look",
  "blocked_by_moderation",
  "no_face",
  "other_identity",
]);

/**
 * A person's decision about one picture: keep, reject, another caption. It takes effect with the next training.
 * The caption keeps the trigger word, without which the trainer would learn nothing from it.
 * Throws AppError `not_found`, `dataset_not_reviewable`, `image_changed`, `image_not_keepable`, `prompt_blocked`.
 */
export async function review(
  avatarId: string,
  imageId: string,
  change: z.input<typeof ReviewImage>,
): Promise<DatasetImage.Info> {
  const { revision, decision, caption } = parseInput(ReviewImage, change);
  return transaction(async () => {
    const { avatar, dataset, image } = await open(avatarId, imageId);
    if (image.revision !== revision) throw changed();
    refuseBlocked({ caption });
    if (decision === "keep" && image.status !== "kept") refuseUnkeepable(image);
    if (decision === "reject" && image.status === "pending") throw pending();
    const decided = {
      ...(decision === "keep" ? { status: "kept", rejectReason: null } : {}),
      ...(decision === "reject" && image.status === "kept"
        ? { status: "rejected", rejectReason: "by_person" }
        : {}),
      ...(decision ? { decidedBy: "person" } : {}),
      ...(caption === undefined ? {} : { caption: withTrigger(caption, avatar) }),
    };
    await sql`
      update dataset_images set ${sql({ ...decided, revision: revision + 1 })}
      where id = ${imageId} and owner_id = ${Actor.userId()}
    `;
    const trained = image.status === "kept" || decision === "keep";
    if (trained) await Dataset.markChanged(dataset.id);
    return DatasetImage.get(imageId);
  });
}

/**
 * Has another picture made for the cell of one that is not wanted, which is rejected at once. Asked for again
 * while the new one is being made, it answers that one.
 * Throws AppError `not_found`, `dataset_not_reviewable`, `image_changed`, `cap_too_low`.
 */
export async function replace(avatarId: string, imageId: string): Promise<DatasetImage.Info> {
  return transaction(async () => {
    const { avatar, dataset, image, images } = await open(avatarId, imageId);
    const underWay = images.find((other) => other.replaces === imageId && other.status === "pending");
    if (underWay) return underWay;
    if (image.status === "pending") throw pending();
    await Budget.requireRoom(avatarId, pictureNanos(datasetModel));
    const ordinal = Math.max(...images.map((other) => other.ordinal)) + 1;
    const planned = {
      cell: image.cell,
      prompt: image.prompt,
      seed: seedFrom("replacement", image.seed, ordinal),
    };
    const [newId = ""] = await DatasetImage.addAll(avatar, dataset.id, [planned], ordinal, imageId);
    if (image.status === "kept" || image.status === "candidate") {
      await sql`
        update dataset_images
        set status = 'rejected', reject_reason = 'replaced', decided_by = 'person', revision = revision + 1
        where id = ${imageId} and owner_id = ${Actor.userId()}
      `;
      await Dataset.markChanged(dataset.id);
    }
    return DatasetImage.get(newId);
  });
}

/**
 * Approves the dataset for training: the setup that ended for this review goes on by a new run.
 * Throws AppError `not_found`, `review_not_awaited`, `dataset_unfinished`, `dataset_too_small`.
 */
export async function approve(avatarId: string): Promise<void> {
  await transaction(async () => {
    const avatar = await Avatar.getLocked(avatarId);
    if (avatar.status !== "review") {
      const message = `The setup is ${avatar.status}: no review is awaited. Reload to see where it stands.`;
      throw new AppError("conflict", "review_not_awaited", message);
    }
    await requireTrainable(avatarId);
    await sql`
      update datasets set reviewed_at = now() where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
    await Setup.request(avatarId);
  });
}

/** Throws unless enough pictures are kept and none is still being made. In the caller's transaction. */
export async function requireTrainable(avatarId: string): Promise<void> {
  const dataset = await Dataset.find(avatarId);
  if (!dataset || !isCurated(dataset)) throw notReviewable();
  const images = await DatasetImage.list(dataset.id);
  const open = images.filter((image) => image.status === "pending").length;
  if (open > 0) {
    const message = `${open} pictures are still being made. Wait for them, or reload to see how they came out.`;
    throw new AppError("conflict", "dataset_unfinished", message);
  }
  const kept = images.filter((image) => image.status === "kept").length;
  if (kept < fewestTrainingImages) {
    const message = `${kept} pictures are kept and a training needs ${fewestTrainingImages}. Keep or replace some more.`;
    throw new AppError("conflict", "dataset_too_small", message);
  }
}

const isCurated = ({ status }: Dataset.Info): boolean => status === "curated" || status === "packed";
const reviewable: ReadonlySet<Info["status"]> = new Set(["review", "ready", "failed", "canceled"]);

/** What a decision is about, with the avatar held so that decisions go one after the other. */
async function open(avatarId: string, imageId: string) {
  const { images, ...opened } = await openDataset(avatarId);
  const image = images.find(({ id }) => id === imageId) ?? missing(imageId);
  return { ...opened, image, images };
}

/**
 * The dataset with its pictures, held for a person's decisions. In the caller's transaction.
 * Throws AppError `not_found`, `dataset_not_reviewable`.
 */
export async function openDataset(avatarId: string) {
  const avatar = await Avatar.getLocked(avatarId);
  const dataset = await Dataset.find(avatarId);
  if (!dataset) throw notFound("dataset of", avatarId);
  if (!isCurated(dataset) || !reviewable.has(avatar.status)) throw notReviewable();
  return { avatar, dataset, images: await DatasetImage.list(dataset.id) };
}

function missing(imageId: string): never {
  throw notFound("picture", imageId);
}

function refuseUnkeepable({ status, rejectReason, mediaKey }: DatasetImage.Info): void {
  if (status === "pending") throw pending();
  if (status !== "failed" && mediaKey !== null && !barred.has(rejectReason ?? "")) return;
  throw new AppError(
    "conflict",
    "image_not_keepable",
    "This picture did not pass the checks, or was never made, and cannot train. Replace it instead.",
  );
}

/** A caption without the trigger word would teach the trainer nothing. */
export const withTrigger = (caption: string, { triggerWord }: Info): string =>
  caption.includes(triggerWord) ? caption : `${triggerWord}, ${caption}`;

/** For a decision about a picture that is not as it was looked at. */
export function changed(): AppError {
  const message = "Somebody decided about this picture after you opened it. Look at it again, then decide.";
  return new AppError("conflict", "image_changed", message);
}

function pending(): AppError {
  return new AppError(
    "conflict",
    "image_pending",
    "This picture is still being made. Wait until it is there.",
  );
}

function notReviewable(): AppError {
  return new AppError(
    "conflict",
    "dataset_not_reviewable",
    "The dataset can be reviewed once its pictures are chosen and while no setup runs. Wait, or cancel it.",
  );
}
