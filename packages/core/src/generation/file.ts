import { messageOf, ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Storage from "../provider/storage.ts";
import { isUnreadablePicture } from "../provider/unreadable-picture.ts";
import type * as Attempt from "./attempt.ts";
import type { Look } from "./finisher.ts";
import { type Picture, prepare } from "./picture.ts";

export type Info = { bytes: Buffer; picture: Picture };

/**
 * The provider's file, or our copy of it once that is gone; undefined when there is none any more. What cannot be read
 * may be an error page in its place, so it is asked for again, and after that it is what was made.
 */
export async function find(attempt: Attempt.Info, run: Replicate.Run): Promise<Info | undefined> {
  const [url] = Replicate.outputUrls(run);
  try {
    if (url) return await withRetry(async () => read(await Replicate.download(url)));
  } catch (error) {
    if (!isOneOf(error, ["http_404", "http_410"])) throw error;
  }
  try {
    return await read(await Storage.get("private", heldKey(attempt)));
  } catch (error) {
    if (!isOneOf(error, ["NoSuchKey", "http_404"])) throw error;
    return undefined;
  }
}

const read = async (bytes: Buffer): Promise<Info> => ({ bytes, picture: await prepare(bytes) });

const heldKey = (attempt: Attempt.Info): string => `avatars/${attempt.avatarId}/held/${attempt.id}`;

const isOneOf = (error: unknown, codes: string[]): boolean =>
  error instanceof ProviderError && codes.includes(error.code);

/**
 * Has the domain check and keep the picture. When a check cannot be had the file is kept: the provider forgets it
 * after an hour, and an outage of the checks must not make us buy the picture again.
 */
export async function check(
  attempt: Attempt.Info,
  look: Look,
  { bytes, picture }: Info,
): Promise<() => Promise<void>> {
  try {
    return await look(picture);
  } catch (error) {
    if (isUnreadablePicture(error)) throw error;
    const purpose = { avatarId: attempt.avatarId, subjectId: attempt.subjectId };
    const kept = Storage.put("private", heldKey(attempt), bytes, {
      contentType: "application/octet-stream",
      purpose: { ...purpose, batchId: attempt.batchId ?? undefined },
    });
    await kept.catch((reason) =>
      log.warn("picture_not_held", { attemptId: attempt.id, reason: messageOf(reason) }),
    );
    throw error;
  }
}
