import * as Actor from "@vixen/core/kit/actor.ts";
import { transaction } from "@vixen/core/kit/db.ts";
import { AppError } from "@vixen/core/kit/error.ts";
import { sha256 } from "@vixen/core/kit/hash.ts";
import { oncePerKey } from "@vixen/core/kit/idempotency.ts";
import * as Session from "@vixen/core/user/session.ts";
import * as Token from "@vixen/core/user/token.ts";
import type { Context } from "hono";
import type { Middleware } from "./contract.ts";
import type { Environment } from "./environment.ts";
import { limitUser } from "./rate-limit.ts";

/** Lets in who shows a good access token, and runs the rest of the request as that user. */
export const signedIn: Middleware = async (c, next) => {
  const [scheme = "", token] = (c.req.header("authorization") ?? "").split(" ");
  if (scheme.toLowerCase() !== "bearer" || !token) {
    throw new AppError("auth", "sign_in_required", "Sign in first: this belongs to an operator.");
  }
  const { userId, sessionId } = await Token.verify(token);
  c.set("sessionId", sessionId);
  await limitUser(c, userId);
  c.header("cache-control", "private, no-cache");
  await Actor.asUser(userId, next);
};

/**
 * Runs a handler's work as one transaction, which only commits and only answers when the session is open still. Both
 * are asked for at once: nothing of the work is seen by anybody before the end of the transaction.
 */
export function inTransaction<T>(c: Context<Environment>, work: () => Promise<T>): Promise<T> {
  return transaction(async () => {
    const [session, done] = await Promise.allSettled([Session.verify(c.get("sessionId")), work()]);
    // Before any failure of the work: whoever may not be here learns nothing.
    if (session.status === "rejected") throw session.reason;
    if (done.status === "rejected") throw done.reason;
    return done.value;
  });
}

/** Like `inTransaction`, for what may happen only once per `Idempotency-Key`. `status` is that of the answer. */
export function inTransactionOnce<T>(
  c: Context<Environment>,
  status: number,
  work: () => Promise<T>,
): Promise<T> {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return inTransaction(c, work);
  return inTransaction(c, async () => {
    const requestHash = sha256([c.req.method, c.req.path, await c.req.text()].join("\n"));
    const { answer, isReplay } = await oncePerKey({ key, requestHash, status }, work);
    if (isReplay) c.header("idempotent-replayed", "true");
    return answer;
  });
}
