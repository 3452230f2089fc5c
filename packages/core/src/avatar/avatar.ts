import { randomInt } from "node:crypto";
import * as Actor from "../kit/actor.ts";
import { deadline, scaled } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound, parseInput } from "../kit/error.ts";
import { fn } from "../kit/fn.ts";
import { seedFrom } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import { publish, send } from "../kit/outbox.ts";
import { cityOf } from "./city.ts";
import * as Draft from "./draft.ts";
import * as AvatarEvent from "./event.ts";
import { refuseBlocked } from "./refuse-blocked.ts";
import { Create, type Info, Update } from "./schema.ts";

export const columns = () => sql`
  id, name, niche, style, language, city, country, timezone, age, seed, trigger_word, preset, is_automatic,
  candidate_count, cost_cap_cents, status, active_lora_version_id, identity_version, reviews_dataset, created_at,
  updated_at
`;

/**
 * Creates a persona as a draft. The city decides its time zone; a look that may not be made is refused here,
 * before anything is spent. A draft becomes one persona: asking again answers the same.
 * Throws AppError `city_unknown`, `prompt_blocked`, and `not_found` for a draft that is not there.
 */
export const create = fn(Create, ({ seed = randomInt(2_147_483_647), city, draftId, ...input }) =>
  transaction(async () => {
    const made = draftId ? await Draft.claim(draftId) : undefined;
    if (made) return get(made);
    refuseBlocked({ name: input.name, niche: input.niche, style: input.style });
    const place = cityOf(city);
    const id = createId("avatar");
    const row = {
      id,
      ownerId: Actor.userId(),
      seed,
      ...place,
      triggerWord: triggerWord(input.name, seed),
      ...input,
    };
    await sql`insert into avatars ${sql(row as never)}`;
    if (draftId) await Draft.finish(draftId, id);
    await publish(AvatarEvent.Created, { avatarId: id });
    return get(id);
  }),
);

/** Throws AppError `not_found` for an id that does not exist or is somebody else's. */
export async function get(id: string): Promise<Info> {
  return (await find(id)) ?? raise(notFound("avatar", id));
}

/** Like `get`, and keeps others from changing the avatar until the transaction ends. */
export async function getLocked(id: string): Promise<Info> {
  await sql`select id from avatars where id = ${id} and owner_id = ${Actor.userId()} for no key update`;
  return get(id);
}

export async function find(id: string): Promise<Info | undefined> {
  const [row] = await sql<[Info?]>`
    select ${columns()} from avatars where id = ${id} and owner_id = ${Actor.userId()}
  `;
  return row;
}

/** Newest first; `before` is the last id of the page above. */
export async function list(options: {
  limit: number;
  before?: string;
  status?: Info["status"];
}): Promise<Info[]> {
  const { limit, before, status } = options;
  return sql<Info[]>`
    select ${columns()}
    from avatars
    where owner_id = ${Actor.userId()}
      ${before ? sql`and id < ${before}` : sql``}
      ${status ? sql`and status = ${status}` : sql`and status <> 'archived'`}
    order by id desc
    limit ${limit}
  `;
}

/**
 * Changes what may be changed; who the persona is and where it lives only until a face is locked.
 * Throws AppError `not_found`, `prompt_blocked`, `city_unknown`, `face_locked`, `avatar_busy`.
 */
export async function update(id: string, change: ReturnType<typeof Update.parse>): Promise<Info> {
  return transaction(async () => {
    const { isArchived, city, ...rest } = parseInput(Update, change);
    const avatar = await getLocked(id);
    refuseBlocked(rest);
    const { age, language, candidateCount } = rest;
    const isOther = [age, language, candidateCount, city].some((value) => value !== undefined);
    if (isOther && avatar.status !== "draft") throw faceLocked(id);
    if (isArchived && (avatar.status === "training" || (await isBeingMade(id)))) throw busy(id);
    const values = {
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
      ...(city === undefined ? {} : cityOf(city)),
      ...(isArchived === true ? { status: "archived" } : {}),
      ...(isArchived === false && avatar.status === "archived" ? { status: await statusBefore(avatar) } : {}),
      identityVersion: avatar.identityVersion + (Object.keys(rest).length > 0 ? 1 : 0),
      updatedAt: new Date(),
    };
    await sql`update avatars set ${sql(values as never)} where id = ${id} and owner_id = ${Actor.userId()}`;
    return get(id);
  });
}

/** Whether pictures are being bought or checked for it. */
async function isBeingMade(id: string): Promise<boolean> {
  const [open] = await sql<[{ id: string }?]>`
    select id from generations
    where avatar_id = ${id} and owner_id = ${Actor.userId()} and status in ('queued', 'submitted', 'collecting')
    limit 1
  `;
  return open !== undefined;
}

/** What an archived persona comes back as: what its setup left it. */
async function statusBefore(avatar: Info): Promise<Info["status"]> {
  if (avatar.activeLoraVersionId) return "ready";
  const [run] = await sql<[{ status: "running" | "paused" | "succeeded" | "failed" | "canceled" }?]>`
    select status from setup_runs
    where avatar_id = ${avatar.id} and owner_id = ${Actor.userId()}
    order by id desc
    limit 1
  `;
  if (run?.status === "paused") return "review";
  return run?.status === "failed" || run?.status === "canceled" ? run.status : "draft";
}

/**
 * Deletes a persona and everything made for it, but not what it cost. Its rows are gone at once; what runs at the
 * provider and the files are `Removal`'s, whose message goes with this.
 * Throws AppError `not_found`, and `avatar_busy` while its setup runs.
 */
export async function remove(id: string): Promise<void> {
  await transaction(async () => {
    const avatar = await getLocked(id);
    if (avatar.status === "training") throw busy(id);
    await holdPurchases(id);
    await keepForRemoval(id);
    await forgetExports(id);
    await sql`delete from avatars where id = ${id} and owner_id = ${Actor.userId()}`;
    await send("avatar-removal", { avatarId: id });
  });
}

/**
 * Lets nobody claim a purchase until the transaction ends: its row would go with the avatar, and nobody would know what
 * runs. A claim locks its picture and then, by its foreign key, the avatar; so does this.
 */
async function holdPurchases(id: string): Promise<void> {
  await sql`
    select id from generations where avatar_id = ${id} and owner_id = ${Actor.userId()} order by id for update
  `;
  await sql`select id from avatars where id = ${id} and owner_id = ${Actor.userId()} for update`;
}

/** Writes down what is being bought this moment and the models at the provider, before the rows that say so are gone. */
async function keepForRemoval(id: string): Promise<void> {
  await sql`
    insert into avatar_removals (avatar_id, owner_id, due_at, models, attempts)
    select ${id}, ${Actor.userId()}, ${deadline(removalTime)}::timestamptz, (
      -- A name that was not made for this avatar may be of use to another.
      select coalesce(jsonb_agg(distinct destination), '[]')
      from lora_versions
      where avatar_id = ${id} and owner_id = ${Actor.userId()}
        and destination like '%/' || replace(avatar_id, '_', '-') || '-v%'
    ), coalesce(jsonb_agg(jsonb_build_object(
      'id', attempt.id, 'subjectKind', attempt.subject_kind, 'subjectId', attempt.subject_id,
      'batchId', attempt.batch_id, 'model', attempt.model, 'providerId', attempt.provider_id,
      'createdAt', attempt.created_at, 'seed', generation.seed, 'prompt', generation.input ->> 'prompt',
      'referenceKey', generation.reference_key, 'zipKey', coalesce(version.dataset_key, dataset.zip_key)
    )), '[]')
    from attempts as attempt
    left join generations as generation on generation.id = attempt.subject_id
    left join lora_versions as version on version.id = attempt.subject_id
    left join datasets as dataset on dataset.id = version.dataset_id
    where attempt.avatar_id = ${id} and attempt.owner_id = ${Actor.userId()}
      -- One that was given up may have been taken all the same, and run on.
      and (
        attempt.status in ('claimed', 'unknown', 'submitted')
        or (attempt.status = 'lost' and attempt.created_at > ${new Date(Date.now() - scaled(longestRun))})
      )
  `;
}

/**
 * Has the archives go that hold pictures of the persona. One that is being packed gets time to notice, and one that was
 * stopped keeps what is left of it: its worker may have stored the file a moment before the row that knows it goes.
 */
async function forgetExports(id: string): Promise<void> {
  await sql`
    update content_exports
    set expires_at = case
        when status in ('ready', 'expired') then now() else least(expires_at, now() + interval '15 minutes')
      end,
      finished_at = coalesce(finished_at, now()),
      -- What is only remembered is forgotten with the next sweep.
      deadline_at = case when status = 'expired' then now() else deadline_at end,
      error_code = 'avatar_deleted', error_message = 'A persona of these pieces was deleted.',
      status = case when status in ('queued', 'running') then 'failed' else status end
    where owner_id = ${Actor.userId()} and piece_ids ?| array(
      select id from content_pieces where avatar_id = ${id} and owner_id = ${Actor.userId()}
    )
  `;
}

// A training takes minutes; what is older has ended, whatever became of it.
const longestRun = { minutes: 120 };
// When the schedule asks again, should the message not arrive.
const removalTime = { minutes: 2 };

function busy(id: string): AppError {
  const message = `Something is being made for ${id}. Cancel the setup, or wait until its pictures are done.`;
  return new AppError("conflict", "avatar_busy", message);
}

/** For what a locked face has settled. */
export function faceLocked(id: string): AppError {
  const message = `The face of ${id} is locked. Create another avatar for another face.`;
  return new AppError("conflict", "face_locked", message);
}

/** A word no dictionary has, so that the trainer ties it to this face alone; the same for the same seed. */
function triggerWord(name: string, seed: number): string {
  return `VX${seedFrom("trigger", name, seed).toString(36).toUpperCase().padStart(6, "0").slice(0, 6)}`;
}

function raise(error: Error): never {
  throw error;
}
