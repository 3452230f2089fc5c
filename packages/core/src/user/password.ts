import bcrypt from "bcryptjs";
import type { z } from "zod";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, parseInput } from "../kit/error.ts";
import * as EmailToken from "./email-token.ts";
import { PasswordChange } from "./schema.ts";
import { type Device, revokeOthers, verify } from "./session.ts";
import { countLogin } from "./throttle.ts";

// Twelve rounds take about a quarter of a second of a guesser's time as well.
const rounds = 12;

export const hash = (password: string): Promise<string> => bcrypt.hash(password, rounds);

/**
 * Sets another password for the signed-in user, who proves to know the present one, ends every session but
 * this one, and tells the owner of the address by mail. Hashing takes its time between two short transactions.
 * Throws AppError `login_throttled`, `password_wrong`.
 */
export async function change(
  input: z.infer<typeof PasswordChange>,
  session: Pick<Device, "address"> & { id: string },
): Promise<void> {
  const { password, newPassword } = parseInput(PasswordChange, input);
  const user = await transaction(async () => {
    await verify(session.id);
    const [row] = await sql<[{ email: string; passwordHash: string }?]>`
      select email, password_hash from users where id = ${Actor.userId()}
    `;
    return row;
  });
  if (!user) throw wrong();
  // Whoever holds a stolen session may not guess here what the sign-in page refuses to be guessed.
  await countLogin(user.email, session.address);
  if (!(await bcrypt.compare(password, user.passwordHash))) throw wrong();
  const passwordHash = await hash(newPassword);
  await transaction(async () => {
    await verify(session.id);
    const [changed] = await sql<[{ id: string }?]>`
      update users set password_hash = ${passwordHash}
      where id = ${Actor.userId()} and password_hash = ${user.passwordHash}
      returning id
    `;
    if (!changed) throw wrong();
    await revokeOthers(session.id);
    await EmailToken.voidResets(Actor.userId());
    await EmailToken.request(Actor.userId(), "changed");
  });
}

function wrong(): AppError {
  const message = "This is not your present password. Type it again, or reset it by mail.";
  return new AppError("input", "password_wrong", message, { fields: { password: message } });
}
