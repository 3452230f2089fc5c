import { sql } from "../kit/db.ts";
import { AppError } from "../kit/error.ts";
import { randomToken, sha256 } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import { publish } from "../kit/outbox.ts";
import { MailRequested } from "./event.ts";
import type { ConfirmationState } from "./schema.ts";

const lifetimeMs = 60 * 60 * 1000;

export type Purpose = "confirm" | "known" | "reset" | "changed";

/**
 * Asks for a mail, in the caller's transaction. Its token is made when the mail is, and kept nowhere.
 * `passwordHash` is what a sign-up chose; it counts once its own link is used.
 */
export async function request(userId: string, purpose: Purpose, passwordHash?: string): Promise<void> {
  const id = createId("emailToken");
  const expiresAt = new Date(Date.now() + lifetimeMs);
  // A hash nobody has a token for, until the mail is written.
  const tokenHash = sha256(randomToken());
  const row = { id, ownerId: userId, purpose, tokenHash, expiresAt, passwordHash: passwordHash ?? null };
  await sql`insert into email_tokens ${sql(row)}`;
  await publish(MailRequested, { userId, emailTokenId: id });
}

/**
 * Asks for the mail to choose another password, in the caller's system transaction. An address without an
 * account costs the same statements and the same event, about nobody: it sends nothing, and the time that the
 * answer takes tells nothing.
 */
export async function requestReset(email: string): Promise<void> {
  const id = createId("emailToken");
  const expiresAt = new Date(Date.now() + lifetimeMs);
  const [row] = await sql<[{ ownerId: string }?]>`
    insert into email_tokens (id, owner_id, purpose, token_hash, expires_at)
    select ${id}, id, 'reset', ${sha256(randomToken())}, ${expiresAt}
    from users
    where email = ${email} and confirmed_at is not null
    returning owner_id
  `;
  await publish(MailRequested, { userId: row?.ownerId ?? createId("user"), emailTokenId: id });
}

/** Whoever has chosen a password has no use for the links to choose one that are still under way. In the caller's transaction. */
export async function voidResets(userId: string): Promise<void> {
  await sql`
    update email_tokens set used_at = now()
    where owner_id = ${userId} and purpose = 'reset' and used_at is null
  `;
}

/** What a link that confirms an address is good for, in the caller's system transaction. */
export async function confirmationState(token: string): Promise<ConfirmationState> {
  const [row] = await sql<[{ isOpen: boolean; isConfirmed: boolean }?]>`
    select token.used_at is null and token.expires_at > now() as is_open, owner.confirmed_at is not null as is_confirmed
    from email_tokens as token
    join users as owner on owner.id = token.owner_id
    where token.token_hash = ${sha256(token)} and token.purpose = 'confirm'
  `;
  if (row?.isOpen) return "open";
  return row?.isConfirmed ? "confirmed" : "invalid";
}

export type Redeemed = { userId: string; passwordHash: string | null };

/** Uses a link up, in the caller's system transaction, and says whose it was. Throws AppError `link_invalid`. */
export async function redeem(token: string, purpose: Purpose): Promise<Redeemed> {
  // The account before its links, as whoever changes its password locks them.
  await sql`
    select id from users
    where id = (select owner_id from email_tokens where token_hash = ${sha256(token)})
    for no key update
  `;
  const [row] = await sql<[Redeemed?]>`
    update email_tokens set used_at = now()
    where token_hash = ${sha256(token)} and purpose = ${purpose} and used_at is null and expires_at > now()
    returning owner_id as user_id, password_hash
  `;
  if (!row) throw new AppError("input", "link_invalid", "This link is used or too old. Ask for another one.");
  return row;
}
