import * as Actor from "../kit/actor.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, ProviderError } from "../kit/error.ts";
import { sha256 } from "../kit/hash.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Storage from "../provider/storage.ts";
import { findLatest, type Info as Lora, setStatus } from "./lora.ts";

/**
 * Copies the weights of the newest version, which is the active one then, unless the run was canceled meanwhile.
 * Throws as `keep` does.
 */
export async function copy(avatarId: string): Promise<void> {
  const version = await transaction(() => findLatest(avatarId));
  if (!version) return;
  if (version.status === "ready") return transaction(() => activate(version));
  await keep(version);
}

/**
 * Copies a version's weights to our storage while the provider still has them, under the checksum of what arrived, so
 * that a second run writes the same object again. What is paid for is kept: where no run waits for it, a retry or a
 * person may still choose it.
 * Throws AppError `weights_gone` after the provider's hour; the version has failed then, and a retry trains anew.
 */
export async function keep(version: Lora): Promise<void> {
  const { avatarId, weightsUrl } = version;
  if (version.status !== "trained" || !weightsUrl) {
    throw new Error(`The version ${version.id} is ${version.status}: its training has not ended.`);
  }
  const weights = await fetchWeights(version.id, weightsUrl);
  const checksum = sha256(weights);
  const key = `avatars/${avatarId}/lora/${checksum}.tar`;
  crashPoint("weights.downloaded");
  const purpose = { avatarId, subjectId: version.id };
  await Storage.put("private", key, weights, { contentType: "application/x-tar", purpose });
  crashPoint("weights.stored");
  await transaction(async () => {
    await activate(version);
    await sql`
      update lora_versions
      set status = 'ready', weights_key = ${key}, weights_sha256 = ${checksum}, weights_bytes = ${weights.length}
      where id = ${version.id} and owner_id = ${Actor.userId()} and status = 'trained'
    `;
  });
}

/** Only as what the run is for: one that was canceled before it says nothing of what to produce with. */
async function activate({ id, avatarId, version }: Lora): Promise<void> {
  await sql`
    update avatars set active_lora_version_id = ${id}
    where id = ${avatarId} and owner_id = ${Actor.userId()} and status = 'training'
      and wanted_lora_version <= ${version}
  `;
}

async function fetchWeights(versionId: string, url: string): Promise<Buffer> {
  try {
    return await withRetry(() => Replicate.download(url));
  } catch (error) {
    if (!(error instanceof ProviderError && ["http_404", "http_410"].includes(error.code))) throw error;
    const message = "The provider has deleted the weights. Retry the setup: it trains again.";
    await transaction(() => setStatus(versionId, "failed", { code: "weights_gone", message }));
    throw new AppError("conflict", "weights_gone", message, { cause: error });
  }
}
