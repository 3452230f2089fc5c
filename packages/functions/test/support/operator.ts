import * as Actor from "@vixen/core/kit/actor.ts";
import { transaction } from "@vixen/core/kit/db.ts";
import { createId } from "@vixen/core/kit/id.ts";
import * as Session from "@vixen/core/user/session.ts";
import { type Answer, call, database, type Send } from "./harness.ts";

export type Operator = {
  userId: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  sessionId: string;
  call(path: string, send?: Send): Promise<Answer>;
};

/** A confirmed account with an open session, a tenant of its own; signing in is tested apart. */
export async function newOperator(): Promise<Operator> {
  const userId = createId("user");
  const email = `${userId}@example.com`;
  await database()`
    insert into users (id, email, name, password_hash, confirmed_at)
    values (${userId}, ${email}, 'Test', 'none', now())
  `;
  const tokens = await Actor.asSystem("test", () =>
    transaction(() => Session.create(userId, { userAgent: "test", address: "" })),
  );
  const authorization = `Bearer ${tokens.accessToken}`;
  return {
    userId,
    email,
    ...tokens,
    call: (path, send = {}) =>
      call(`/api/v1${path}`, { ...send, headers: { authorization, ...send.headers } }),
  };
}
