import { createHmac, timingSafeEqual } from "node:crypto";
import * as Actor from "../kit/actor.ts";
import { secret } from "../kit/config.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import { randomToken, sha256 } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import type { Session as Info, Tokens } from "./schema.ts";
import { accessSeconds, sign } from "./token.ts";

const days = 24 * 60 * 60 * 1000;
const lifetimeMs = 30 * days;
// Parallel requests of one browser carry the same refresh token; the one just replaced is good for a minute.
const graceMs = 60_000;

export type Device = { userAgent: string; address: string };

/** Opens a session, in the caller's system transaction. */
export async function create(userId: string, device: Device): Promise<Tokens> {
  const id = createId("session");
  const refreshToken = tokenOf(await secret("AUTH_JWT_PRIVATE_KEY"), id, randomToken());
  await sql`
    insert into sessions ${sql({
      id,
      ownerId: userId,
      refreshHash: sha256(refreshToken),
      userAgent: device.userAgent.slice(0, 300),
      address: device.address,
      expiresAt: new Date(Date.now() + lifetimeMs),
    })}
  `;
  return tokens(userId, id, refreshToken);
}

/**
 * Trades a refresh token for new tokens. The next token follows from the one before, so that all parallel
 * requests of a browser get the same one, whoever is first. Any other token that the session ever had is a stolen
 * one, or its thief has gone on with it: the session ends.
 * Throws AppError `session_ended`.
 */
export async function refresh(refreshToken: string): Promise<Tokens> {
  const key = await secret("AUTH_JWT_PRIVATE_KEY");
  const hash = sha256(refreshToken);
  const answer = await Actor.asSystem("refresh-session", () =>
    transaction(async () => {
      const [session] = await sql<[SessionRow?]>`
        select id, owner_id, refresh_hash, rotated_at > ${new Date(Date.now() - graceMs)} as is_just_rotated
        from sessions
        where (id = ${sessionOf(key, refreshToken) ?? null} or refresh_hash = ${hash} or previous_refresh_hash = ${hash})
          and revoked_at is null and expires_at > now()
        for update
      `;
      if (!session) return undefined;
      const next = tokenOf(key, session.id, hmac(key, `refresh ${refreshToken}`));
      const nextHash = sha256(next);
      if (session.refreshHash === hash) {
        await sql`
          update sessions
          set previous_refresh_hash = refresh_hash, refresh_hash = ${nextHash}, rotated_at = now(), last_used_at = now()
          where id = ${session.id}
        `;
      } else if (session.refreshHash !== nextHash || !session.isJustRotated) {
        await sql`update sessions set revoked_at = now() where id = ${session.id}`;
        return undefined;
      }
      return { ...session, next };
    }),
  );
  if (!answer) throw ended();
  return tokens(answer.ownerId, answer.id, answer.next);
}

type SessionRow = { id: string; ownerId: string; refreshHash: string; isJustRotated: boolean | null };

const hmac = (key: string, text: string): string =>
  createHmac("sha256", key).update(text).digest("base64url");

/**
 * Only who holds our key can make a session's token, or tell the next one from the one before; nothing of it is
 * stored. It names its session, so that one from long ago is known as well.
 */
function tokenOf(key: string, sessionId: string, random: string): string {
  const named = `${sessionId}.${random}`;
  return `${named}.${hmac(key, `session ${named}`)}`;
}

/** The session that a token of ours names; undefined for any other text. */
function sessionOf(key: string, token: string): string | undefined {
  const [id = "", random = ""] = token.split(".");
  const [own, given] = [Buffer.from(tokenOf(key, id, random)), Buffer.from(token)];
  return own.length === given.length && timingSafeEqual(own, given) ? id : undefined;
}

/** Throws AppError `session_ended` when the session was revoked or has run out; each request asks. */
export async function verify(id: string): Promise<void> {
  const [row] = await sql<[{ id: string }?]>`
    select id from sessions
    where id = ${id} and owner_id = ${Actor.userId()} and revoked_at is null and expires_at > now()
  `;
  if (!row) throw ended();
}

/** The sessions that are open, the last used first. */
export async function list(): Promise<Info[]> {
  return sql<Info[]>`
    select id, user_agent, address, created_at, last_used_at
    from sessions
    where owner_id = ${Actor.userId()} and revoked_at is null and expires_at > now()
    order by last_used_at desc
  `;
}

/** Ends a session. Throws AppError `not_found`. */
export async function revoke(id: string): Promise<void> {
  const [revoked] = await sql<[{ id: string }?]>`
    update sessions set revoked_at = coalesce(revoked_at, now())
    where id = ${id} and owner_id = ${Actor.userId()}
    returning id
  `;
  if (!revoked) throw notFound("session", id);
}

/** Ends every other session of the account. */
export async function revokeOthers(id: string): Promise<void> {
  await sql`
    update sessions set revoked_at = now()
    where owner_id = ${Actor.userId()} and id <> ${id} and revoked_at is null
  `;
}

async function tokens(userId: string, sessionId: string, refreshToken: string): Promise<Tokens> {
  return {
    accessToken: await sign(userId, sessionId),
    expiresInSeconds: accessSeconds,
    refreshToken,
    sessionId,
  };
}

function ended(): AppError {
  return new AppError("auth", "session_ended", "This session has ended. Sign in again.");
}
