import bcrypt from "bcryptjs";
import type { z } from "zod";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, parseInput } from "../kit/error.ts";
import { createId } from "../kit/id.ts";
import { publish } from "../kit/outbox.ts";
import * as EmailToken from "./email-token.ts";
import { Created } from "./event.ts";
import * as Password from "./password.ts";
import {
  Change,
  type ConfirmationState,
  type Info,
  PasswordReset,
  SignIn,
  SignUp,
  type Tokens,
} from "./schema.ts";
import { create as createSession, type Device } from "./session.ts";
import { countLogin } from "./throttle.ts";

// What a sign-in compares with when there is no such account, so that both answers take the same time.
const nobody = "$2b$12$kz7CHvlvj0t.Ujs2b55XXuj6P/JPX0EW7pgiohE9hbS.ilXgyby7C";

const columns = () => sql`id, email, name, language, timezone, theme, has_single_keys`;

/**
 * Asks to open an account. The answer is the same whether the address has one or not; what to do next comes by
 * mail: a link that confirms the address, or the news that there is an account already.
 * Throws AppError `login_throttled`.
 */
export async function signUp(input: z.infer<typeof SignUp>, device: Device): Promise<void> {
  const { password, ...user } = parseInput(SignUp, input);
  await countLogin(user.email, device.address);
  const passwordHash = await Password.hash(password);
  const id = createId("user");
  await Actor.asSystem("sign-up", () =>
    transaction(async () => {
      // An account nobody confirmed belongs to nobody yet. Each wish has its own link with its own password.
      const [row] = await sql<[{ id: string }?]>`
        insert into users ${sql({ id, passwordHash, ...user })}
        on conflict (email) do update
        set name = excluded.name
        where users.confirmed_at is null
        returning id
      `;
      if (row) return EmailToken.request(row.id, "confirm", passwordHash);
      const [known] = await sql<[{ id: string }?]>`select id from users where email = ${user.email}`;
      if (known) await EmailToken.request(known.id, "known");
    }),
  );
}

/** Confirms the address a mail went to and opens the first session. Throws AppError `link_invalid`. */
export async function confirm(token: string, device: Device): Promise<Tokens> {
  return Actor.asSystem("confirm-address", () =>
    transaction(async () => {
      const { userId, passwordHash } = await EmailToken.redeem(token, "confirm");
      const [confirmed] = await sql<[{ id: string }?]>`
        update users set confirmed_at = now(), password_hash = coalesce(${passwordHash}, password_hash)
        where id = ${userId} and confirmed_at is null
        returning id
      `;
      if (confirmed) await publish(Created, { userId });
      return createSession(userId, device);
    }),
  );
}

/** What a link to confirm an address is good for; using it is another matter, and looking at it is none. */
export async function confirmationState(token: string): Promise<ConfirmationState> {
  return Actor.asSystem("confirm-address", () => transaction(() => EmailToken.confirmationState(token)));
}

/** Throws AppError `login_throttled`, `credentials_wrong`. */
export async function signIn(input: z.infer<typeof SignIn>, device: Device): Promise<Tokens> {
  const { email, password } = parseInput(SignIn, input);
  await countLogin(email, device.address);
  const user = await Actor.asSystem("sign-in", () =>
    transaction(async () => {
      const [row] = await sql<[{ id: string; passwordHash: string }?]>`
        select id, password_hash from users where email = ${email} and confirmed_at is not null
      `;
      return row;
    }),
  );
  const isRight = await bcrypt.compare(password, user?.passwordHash ?? nobody);
  if (!user || !isRight) throw credentialsWrong();
  return Actor.asSystem("sign-in", () =>
    transaction(async () => {
      // Comparing takes its time: a password that was changed meanwhile has ended every session, and opens none.
      const [same] = await sql<[{ id: string }?]>`
        select id from users where id = ${user.id} and password_hash = ${user.passwordHash} for share
      `;
      if (!same) throw credentialsWrong();
      return createSession(user.id, device);
    }),
  );
}

function credentialsWrong(): AppError {
  const message = "Address or password is wrong. Try again, or reset your password.";
  return new AppError("auth", "credentials_wrong", message);
}

/** The signed-in user. */
export async function me(): Promise<Info> {
  const [user] = await sql<[Info?]>`select ${columns()} from users where id = ${Actor.userId()}`;
  if (!user) throw new AppError("auth", "session_ended", "This account is gone. Sign up again.");
  return user;
}

/** Changes what is given of the account, in the caller's transaction, and answers all of it. */
export async function update(input: z.infer<typeof Change>): Promise<Info> {
  const change = parseInput(Change, input);
  if (Object.keys(change).length > 0) {
    await sql`update users set ${sql(change)} where id = ${Actor.userId()}`;
  }
  return me();
}

/** Sends a mail to choose another password. Nobody learns from the answer whether the address has an account. */
export async function requestPasswordReset(email: string, device: Pick<Device, "address">): Promise<void> {
  await countLogin(email, device.address);
  await Actor.asSystem("password-reset", () => transaction(() => EmailToken.requestReset(email)));
}

/** Sets the new password and ends every session. Throws AppError `link_invalid`. */
export async function resetPassword(input: z.infer<typeof PasswordReset>): Promise<void> {
  const { token, password } = parseInput(PasswordReset, input);
  const passwordHash = await Password.hash(password);
  await Actor.asSystem("password-reset", () =>
    transaction(async () => {
      const { userId } = await EmailToken.redeem(token, "reset");
      await sql`update users set password_hash = ${passwordHash} where id = ${userId}`;
      await EmailToken.voidResets(userId);
      await sql`update sessions set revoked_at = now() where owner_id = ${userId} and revoked_at is null`;
    }),
  );
}
