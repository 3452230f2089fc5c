import { randomInt } from "node:crypto";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import { fn } from "../kit/fn.ts";
import { seedFrom } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import { publish } from "../kit/outbox.ts";
import { screenPrompt } from "../safety/hard-block.ts";
import { cityOf } from "./city.ts";
import * as AvatarEvent from "./event.ts";
import { Create, type Info, Update } from "./schema.ts";

export const columns = () => sql`
  id, name, niche, style, language, city, country, timezone, age, seed, trigger_word, preset, is_automatic,
  candidate_count, status, active_lora_version_id, created_at, updated_at
`;

/**
 * Creates a persona as a draft. The city decides its time zone; a look that may not be made is refused here,
 * before anything is spent.
 * Throws AppError `city_unknown`, `prompt_blocked`.
 */
export const create = fn(Create, ({ seed = randomInt(2_147_483_647), city, ...input }) =>
  transaction(async () => {
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
    await sql`insert into avatars ${sql(row)}`;
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

/** Changes what may be changed. Throws AppError `not_found`, `prompt_blocked`, `avatar_busy`. */
export async function update(id: string, change: ReturnType<typeof Update.parse>): Promise<Info> {
  return transaction(async () => {
    const { isArchived, ...rest } = Update.parse(change);
    const avatar = await get(id);
    refuseBlocked(rest);
    if (isArchived && avatar.status === "training") throw busy(id);
    const values = {
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
      ...(isArchived === true ? { status: "archived" } : {}),
      ...(isArchived === false && avatar.status === "archived"
        ? { status: avatar.activeLoraVersionId ? "ready" : "draft" }
        : {}),
      updatedAt: new Date(),
    };
    await sql`update avatars set ${sql(values)} where id = ${id} and owner_id = ${Actor.userId()}`;
    return get(id);
  });
}

/** Deletes a persona and everything made for it, but not what it cost. Throws AppError `avatar_busy` while it trains. */
export async function remove(id: string): Promise<void> {
  await transaction(async () => {
    const avatar = await get(id);
    if (avatar.status === "training") throw busy(id);
    await sql`delete from avatars where id = ${id} and owner_id = ${Actor.userId()}`;
  });
}

function busy(id: string): AppError {
  return new AppError("conflict", "avatar_busy", `The setup of ${id} is running. Cancel it first.`);
}

function refuseBlocked(fields: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(fields)) {
    const [reason] = typeof value === "string" ? screenPrompt(value) : [];
    if (reason) {
      const message = "This cannot be made here: personas are fictional adults and nothing is explicit.";
      throw new AppError("input", "prompt_blocked", `${message} Reword ${field}.`, {
        fields: { [field]: `${message} (${reason.code})` },
      });
    }
  }
}

/** A word no dictionary has, so that the trainer ties it to this face alone; the same for the same seed. */
function triggerWord(name: string, seed: number): string {
  return `VX${seedFrom("trigger", name, seed).toString(36).toUpperCase().padStart(6, "0").slice(0, 6)}`;
}

function raise(error: Error): never {
  throw error;
}
