import * as Actor from "../kit/actor.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { sha256 } from "../kit/hash.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Storage from "../provider/storage.ts";
import { findLatest } from "./lora.ts";

/**
 * Copies the weights to our storage while the provider still has them, under the checksum of what arrived, so
 * that a second run writes the same object again. Then the version is the active one.
 */
export async function copy(avatarId: string): Promise<void> {
  const version = await transaction(() => findLatest(avatarId));
  if (!version || version.status === "ready") return;
  if (version.status !== "trained" || !version.weightsUrl) {
    throw new Error(`The version ${version.id} is ${version.status}: its training has not ended.`);
  }
  const { weightsUrl } = version;
  const weights = await withRetry(() => Replicate.download(weightsUrl));
  const checksum = sha256(weights);
  const key = `avatars/${avatarId}/lora/${checksum}.tar`;
  crashPoint("weights.downloaded");
  const purpose = { avatarId, subjectId: version.id };
  await Storage.put("private", key, weights, { contentType: "application/x-tar", purpose });
  crashPoint("weights.stored");
  await transaction(async () => {
    await sql`
      update lora_versions
      set status = 'ready', weights_key = ${key}, weights_sha256 = ${checksum}, weights_bytes = ${weights.length}
      where id = ${version.id} and owner_id = ${Actor.userId()} and status = 'trained'
    `;
    await sql`
      update avatars set active_lora_version_id = ${version.id}
      where id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
  });
}
