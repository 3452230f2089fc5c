import { Budget, pictureNanos } from "../cost/index.ts";
import { type Fail, Generation } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import { seedFrom } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import { faceModel } from "../provider/models.ts";
import * as Avatar from "./avatar.ts";
import type { Candidate, Info } from "./schema.ts";
import * as Setup from "./setup.ts";
import { keepEstimate, remainingNanos } from "./setup-estimate.ts";

const columns = () => sql`id, slot, revision, seed, prompt, status, reason, is_chosen, media_key`;

/** The current candidates by slot. */
export async function list(avatarId: string): Promise<Candidate[]> {
  return sql<Candidate[]>`
    select ${columns()}
    from face_candidates
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and superseded_at is null
    order by slot
  `;
}

/**
 * Asks for the faces to choose from; slots that have one keep it. For an avatar that goes on by itself the whole
 * setup has to fit under its cap.
 * Throws AppError `not_found`, `avatar_archived`, `face_locked`, `cap_too_low`.
 */
export async function start(avatarId: string): Promise<Candidate[]> {
  return transaction(async () => {
    const avatar = await open(avatarId);
    const taken = new Set((await list(avatarId)).map((candidate) => candidate.slot));
    const slots = Array.from({ length: avatar.candidateCount }, (_, slot) => slot).filter(
      (slot) => !taken.has(slot),
    );
    if (avatar.costCapCents !== null) {
      const rest = avatar.isAutomatic ? await remainingNanos(avatar) : 0;
      await Budget.requireRoom(avatarId, slots.length * pictureNanos(faceModel) + rest);
    }
    await createAll(
      avatar,
      slots.map((slot) => ({ slot, revision: 0 })),
    );
    await keepEstimate(avatar);
    return list(avatarId);
  });
}

/**
 * Makes the face of one slot anew with another seed; the others stay as they are.
 * Throws AppError `not_found`, `avatar_archived`, `face_locked`, `cap_too_low`.
 */
export async function reroll(avatarId: string, slot: number): Promise<Candidate[]> {
  return transaction(async () => {
    // A picture before its avatar, as a collector locks them.
    await cancelPending(avatarId, slot);
    const avatar = await open(avatarId);
    await Budget.requireRoom(avatarId, pictureNanos(faceModel));
    const [old] = await sql<[{ revision: number }?]>`
      update face_candidates
      set superseded_at = now()
      where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and slot = ${slot} and superseded_at is null
      returning revision
    `;
    if (!old) throw notFound("candidate in slot", String(slot));
    await createAll(avatar, [{ slot, revision: old.revision + 1 }]);
    return list(avatarId);
  });
}

/** Nobody will see faces that are still to be made, of one slot or of all: what is not bought yet is not bought. */
async function cancelPending(avatarId: string, slot?: number): Promise<void> {
  const rows = await sql<{ generationId: string }[]>`
    select generation_id
    from face_candidates
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and superseded_at is null and status = 'pending'
      ${slot === undefined ? sql`` : sql`and slot = ${slot}`}
  `;
  await Generation.cancel(rows.map(({ generationId }) => generationId));
}

/**
 * Locks a face, for good, and starts the setup with it; those that are still to be made are not. Locking the same face
 * again answers the same.
 * Throws AppError `not_found`, `avatar_archived`, `face_locked`, `candidate_not_ready`, `cap_too_low`.
 */
export async function lock(avatarId: string, candidateId: string): Promise<Info> {
  return transaction(async () => {
    await cancelPending(avatarId);
    // Two who lock, start or make anew at once go one after the other; the second sees what the first did.
    const avatar = await Avatar.getLocked(avatarId);
    const candidates = await list(avatarId);
    const chosen = candidates.find((candidate) => candidate.id === candidateId) ?? missing(candidateId);
    if (chosen.isChosen) return avatar;
    if (avatar.status === "archived") throw archived(avatarId);
    if (candidates.some((candidate) => candidate.isChosen)) throw Avatar.faceLocked(avatarId);
    if (chosen.status !== "ready") {
      throw new AppError(
        "conflict",
        "candidate_not_ready",
        `This face is ${chosen.status}. Choose one that is ready, or make it anew.`,
      );
    }
    await sql`
      update face_candidates set is_chosen = true
      where id = ${candidateId} and owner_id = ${Actor.userId()} and status = 'ready'
    `;
    await sql`
      update face_candidates set superseded_at = now()
      where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and superseded_at is null
        and status = 'pending'
    `;
    await keepEstimate(avatar);
    await Setup.request(avatarId);
    return Avatar.get(avatarId);
  });
}

/**
 * Locks the first face that passed once all are settled, for an avatar that is to go on without a person. Where none
 * passed they are all made anew, once; after that a person is asked (see the needs in `activity`).
 */
export async function chooseByItself(avatarId: string): Promise<void> {
  // Two last faces settle at once: the row lock makes the second see the first.
  const [avatar] = await sql<[Pick<Info, "isAutomatic" | "preset">?]>`
    select is_automatic, preset from avatars where id = ${avatarId} and owner_id = ${Actor.userId()} for no key update
  `;
  const candidates = await list(avatarId);
  const isSettled = candidates.every((candidate) => candidate.status !== "pending" && !candidate.isChosen);
  const best = candidates.find((candidate) => candidate.status === "ready");
  if (!avatar?.isAutomatic || !isSettled) return;
  if (!best) return rerollAllOnce(avatarId, candidates);
  const budget = await Budget.find(avatarId);
  if (budget && (await remainingNanos({ id: avatarId, preset: avatar.preset })) > budget.leftNanos) {
    // Nobody is there to be told that the cap is too low, so it waits for a person like any other draft.
    await sql`update avatars set is_automatic = false where id = ${avatarId} and owner_id = ${Actor.userId()}`;
    return;
  }
  await lock(avatarId, best.id);
}

/** Others may pass: what is refused is mostly the drawing, not the person. Within the cap, setup and all. */
async function rerollAllOnce(avatarId: string, candidates: Candidate[]): Promise<void> {
  if (candidates.length === 0 || candidates.some(({ revision }) => revision > 0)) return;
  const avatar = await Avatar.get(avatarId);
  if (avatar.status !== "draft") return;
  const budget = await Budget.find(avatarId);
  const needed = candidates.length * pictureNanos(faceModel) + (budget ? await remainingNanos(avatar) : 0);
  if (budget && needed > budget.leftNanos) return;
  await sql`
    update face_candidates
    set superseded_at = now()
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and superseded_at is null
  `;
  await createAll(
    avatar,
    candidates.map(({ slot }) => ({ slot, revision: 1 })),
  );
}

async function open(avatarId: string): Promise<Info> {
  const avatar = await Avatar.getLocked(avatarId);
  if ((await list(avatarId)).some((candidate) => candidate.isChosen)) throw Avatar.faceLocked(avatarId);
  if (avatar.status === "archived") throw archived(avatarId);
  return avatar;
}

function archived(avatarId: string): AppError {
  const message = `The avatar ${avatarId} is archived: nothing is made for it. Bring it back first.`;
  return new AppError("conflict", "avatar_archived", message);
}

async function createAll(avatar: Info, slots: { slot: number; revision: number }[]): Promise<void> {
  const rows = slots.map(({ slot, revision }) => ({
    id: createId("faceCandidate"),
    slot,
    revision,
    seed: seedFrom("candidate", avatar.seed, slot, revision),
    prompt: promptOf(avatar),
  }));
  const generationIds = await Generation.createAll(
    rows.map((row) => ({
      kind: "candidate" as const,
      avatarId: avatar.id,
      subjectId: row.id,
      model: faceModel,
      input: { prompt: row.prompt, aspect_ratio: "4:5", output_format: "jpg", output_quality: 95 },
      seed: row.seed,
    })),
  );
  for (const [index, row] of rows.entries()) {
    await sql`
      insert into face_candidates ${sql({
        ...row,
        ownerId: Actor.userId(),
        avatarId: avatar.id,
        generationId: generationIds[index] ?? "",
      })}
    `;
  }
}

function promptOf(avatar: Info): string {
  return [
    `studio portrait of a fictional adult, ${Math.max(avatar.age, 25)} years old`,
    `look: ${avatar.style}`,
    `known for ${avatar.niche}`,
    "facing the camera, neutral expression, plain background, fully clothed, photorealistic",
  ].join(", ");
}

function missing(candidateId: string): never {
  throw notFound("candidate", candidateId);
}

/** A face that could not be made. */
export const fail: Fail = async (generation, failure) => {
  await sql`
    update face_candidates
    set status = 'failed', reason = ${failure.code}
    where id = ${generation.subjectId} and owner_id = ${Actor.userId()} and status = 'pending'
  `;
  await chooseByItself(generation.avatarId);
};
