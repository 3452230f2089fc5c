import { AppError, messageOf } from "@vixen/core/kit/error.ts";
import { sha256 } from "@vixen/core/kit/hash.ts";
import { log } from "@vixen/core/kit/log.ts";
import { count } from "@vixen/core/provider/limit.ts";
import type { Context } from "hono";
import { addressOf } from "./address.ts";
import type { Middleware } from "./contract.ts";
import type { Environment } from "./environment.ts";
import { countHere } from "./local-counter.ts";

const windowMs = 60_000;
/**
 * Requests a minute. Writes are counted for all workers together, before they run. Reads are counted by each
 * worker for itself: they cost no money and are polled, and a write to DynamoDB each would double their time;
 * the number only stops a client that runs wild. Calls without a token are counted by address.
 */
export const limits = { write: 600, read: 15_000, address: 120 };

// The counter must never be the slow part; without an answer by then the request goes on.
const patienceMs = 500;

/** Counts a request of a signed-in user. Fails open. Throws AppError `rate_limited`. */
export async function limitUser(c: Context<Environment>, userId: string): Promise<void> {
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  if (isRead) return judge(c, limits.read, countHere(`read.${userId}`, windowMs));
  return judge(c, limits.write, await countShared(`api.user.${userId}`));
}

/** Counts a request without a token by the address it comes from. Fails open; guessing passwords is throttled apart. */
export const limitAddress: Middleware = async (c, next) => {
  // Hashed: the table of limits holds no addresses.
  judge(c, limits.address, await countShared(`api.address.${sha256(await addressOf(c))}`));
  c.header("cache-control", "no-store");
  await next();
};

type Count = { used: number; resetsInMs: number };

async function countShared(key: string): Promise<Count | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs, undefined);
  });
  try {
    return await Promise.race([count(key, { windowMs }), patience]);
  } catch (error) {
    // Open on purpose: the counter guards against overload, and losing it is no reason to stop everybody.
    log.warn("rate_limit_unavailable", { reason: messageOf(error) });
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function judge(c: Context<Environment>, limit: number, counted: Count | undefined): void {
  if (!counted) return;
  const resetSeconds = Math.ceil(counted.resetsInMs / 1000);
  c.header("ratelimit-limit", String(limit));
  c.header("ratelimit-remaining", String(Math.max(0, limit - counted.used)));
  c.header("ratelimit-reset", String(resetSeconds));
  if (counted.used <= limit) return;
  throw new AppError("rate", "rate_limited", `Too many requests. Wait ${resetSeconds} seconds, then go on.`, {
    retryAfterSeconds: resetSeconds,
  });
}
