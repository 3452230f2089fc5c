import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import { createId } from "../kit/id.ts";
import { refuseBlocked } from "./refuse-blocked.ts";
import type { Draft, DraftFields, SaveDraft } from "./schema.ts";

type Saved = ReturnType<typeof SaveDraft.parse>;

const columns = () => sql`id, step, fields, avatar_id, created_at, updated_at`;

// More unfinished personas than anybody comes back to; a loop that never ends is stopped here.
const draftsAllowed = 100;

/**
 * Keeps what was typed so far as a new draft.
 * Throws AppError `prompt_blocked`, `drafts_too_many`.
 */
export async function create(input: Saved): Promise<Draft> {
  return transaction(async () => {
    refuseBlocked(textsOf(input.fields));
    const [open] = await sql<[{ count: number }]>`
      select count(*)::int as count from avatar_drafts where owner_id = ${Actor.userId()} and avatar_id is null
    `;
    if (open.count >= draftsAllowed) {
      const message = `There are ${draftsAllowed} drafts already. Finish or delete some, then begin another.`;
      throw new AppError("conflict", "drafts_too_many", message);
    }
    const id = createId("avatarDraft");
    const row = { id, ownerId: Actor.userId(), step: input.step, fields: sql.json(input.fields as never) };
    await sql`insert into avatar_drafts ${sql(row)}`;
    return get(id);
  });
}

/**
 * Keeps what is typed now in place of what was; one that has become a persona is left as it is.
 * Throws AppError `not_found`, `prompt_blocked`.
 */
export async function save(id: string, input: Saved): Promise<Draft> {
  return transaction(async () => {
    refuseBlocked(textsOf(input.fields));
    await sql`
      update avatar_drafts
      set step = ${input.step}, fields = ${sql.json(input.fields as never)}, updated_at = now()
      where id = ${id} and owner_id = ${Actor.userId()} and avatar_id is null
    `;
    return get(id);
  });
}

/** Throws AppError `not_found`. */
export async function get(id: string): Promise<Draft> {
  const [row] = await sql<[Draft?]>`
    select ${columns()} from avatar_drafts where id = ${id} and owner_id = ${Actor.userId()}
  `;
  if (!row) throw notFound("draft", id);
  return row;
}

/** Those that no persona was made of yet, newest first; `before` is the last id of the page above. */
export async function list(page: { limit: number; before?: string }): Promise<Draft[]> {
  return sql<Draft[]>`
    select ${columns()}
    from avatar_drafts
    where owner_id = ${Actor.userId()} and avatar_id is null
      ${page.before ? sql`and id < ${page.before}` : sql``}
    order by id desc
    limit ${page.limit}
  `;
}

/** Throws AppError `not_found`. */
export async function remove(id: string): Promise<void> {
  const [gone] = await sql<[{ id: string }?]>`
    delete from avatar_drafts where id = ${id} and owner_id = ${Actor.userId()} returning id
  `;
  if (!gone) throw notFound("draft", id);
}

/**
 * Holds a draft until the transaction ends, so that two who finish it at once make one persona.
 * @returns the persona that was made of it before.
 * Throws AppError `not_found`.
 */
export async function claim(id: string): Promise<string | undefined> {
  const [row] = await sql<[{ avatarId: string | null }?]>`
    select avatar_id from avatar_drafts where id = ${id} and owner_id = ${Actor.userId()} for update
  `;
  if (!row) throw notFound("draft", id);
  return row.avatarId ?? undefined;
}

/** Writes down what was made of a draft, in the caller's transaction. */
export async function finish(id: string, avatarId: string): Promise<void> {
  await sql`
    update avatar_drafts set avatar_id = ${avatarId}, updated_at = now()
    where id = ${id} and owner_id = ${Actor.userId()}
  `;
}

const textsOf = ({ name, niche, style }: DraftFields) => ({ name, niche, style });
