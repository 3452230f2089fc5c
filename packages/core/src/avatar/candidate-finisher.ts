import type { GenerationSchema, Inspect, Picture } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import * as Storage from "../provider/storage.ts";
import * as Safety from "../safety/check.ts";
import { chooseByItself } from "./candidate.ts";

/**
 * Checks a new face before it is shown, keeps it, and chooses by itself where the operator asked for that. One in
 * whose place another was asked for is shown to nobody.
 */
export const inspect: Inspect = async (generation) => {
  const [face] = await sql<[{ isSuperseded: boolean }?]>`
    select superseded_at is not null as is_superseded
    from face_candidates
    where id = ${generation.subjectId} and owner_id = ${Actor.userId()}
  `;
  return face?.isSuperseded ? undefined : (picture) => look(generation, picture);
};

async function look(
  generation: GenerationSchema.Info,
  picture: Picture.Picture,
): Promise<() => Promise<void>> {
  const purpose = { avatarId: generation.avatarId, subjectId: generation.subjectId };
  const check = await Safety.checkPicture(picture, { purpose, tier: "public" });
  const mediaKey = `avatars/${generation.avatarId}/candidates/${picture.sha256}.jpg`;
  await Storage.put("private", mediaKey, picture.jpeg, { contentType: "image/jpeg", purpose });
  return async () => {
    await Safety.record(check, purpose);
    await sql`
      update face_candidates
      set status = ${check.verdict === "allow" ? "ready" : "rejected"},
        reason = ${check.reasons[0]?.code ?? null},
        media_key = ${mediaKey}
      where id = ${generation.subjectId} and owner_id = ${Actor.userId()} and status = 'pending'
    `;
    await chooseByItself(generation.avatarId);
  };
}
