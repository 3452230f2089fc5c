import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";

/** The storage key of the locked face; undefined until one is locked. In the caller's transaction. */
export async function findKey(avatarId: string): Promise<string | undefined> {
  const [row] = await sql<[{ mediaKey: string | null }?]>`
    select media_key from face_candidates
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and is_chosen
  `;
  return row?.mediaKey ?? undefined;
}

export function missingFace(avatarId: string): ProviderError {
  return new ProviderError("r2", `The locked face of ${avatarId} is not stored.`, { retryable: false });
}
