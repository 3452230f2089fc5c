import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import * as Avatar from "./avatar.ts";
import * as DatasetReview from "./dataset-review.ts";
import * as Lora from "./lora.ts";
import type { Info } from "./schema.ts";
import * as Setup from "./setup.ts";

/**
 * Trains a further version from the dataset as it is now. The active version stays until the new one is ready,
 * and for good when it fails or is canceled.
 * Throws AppError `not_found`, `avatar_not_ready`, `dataset_unfinished`, `dataset_too_small`.
 */
export async function request(avatarId: string, { preset }: { preset: Info["preset"] }): Promise<void> {
  await transaction(async () => {
    const avatar = await Avatar.getLocked(avatarId);
    if (avatar.status !== "ready") {
      const message = `${avatar.name} is ${avatar.status}. Train again once it is ready.`;
      throw new AppError("conflict", "avatar_not_ready", message);
    }
    await DatasetReview.requireTrainable(avatarId);
    const latest = await Lora.findLatest(avatarId);
    await sql`
      update avatars set preset = ${preset}, wanted_lora_version = ${(latest?.version ?? 0) + 1}
      where id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
    await sql`
      update datasets set reviewed_at = coalesce(reviewed_at, now())
      where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
    await Setup.request(avatarId, "training");
  });
}

/**
 * Makes another version the one that pictures are made with from now on; what is under way keeps its own.
 * Throws AppError `not_found`, `version_not_ready`.
 */
export async function activate(avatarId: string, loraVersionId: string): Promise<void> {
  await transaction(async () => {
    await Avatar.getLocked(avatarId);
    const version = await Lora.find(loraVersionId);
    if (version?.avatarId !== avatarId) throw notFound("version", loraVersionId);
    if (version.status !== "ready") {
      const message = `Version ${version.version} is ${version.status}. Choose one that is ready.`;
      throw new AppError("conflict", "version_not_ready", message);
    }
    await sql`
      update avatars set active_lora_version_id = ${loraVersionId}, updated_at = now()
      where id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
  });
}
