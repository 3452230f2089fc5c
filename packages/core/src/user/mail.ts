import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { randomToken, sha256 } from "../kit/hash.ts";
import { sendMail } from "../provider/mail.ts";
import type { Purpose } from "./email-token.ts";
import { textOf } from "./mail-text.ts";

/** Writes and sends the mail. Sent twice, the newer link counts. Runs as the user. */
export async function deliver(emailTokenId: string, origin: string): Promise<void> {
  const token = randomToken();
  const mail = await transaction(async () => {
    const [row] = await sql<[{ purpose: Purpose }?]>`
      update email_tokens set token_hash = ${sha256(token)}
      where id = ${emailTokenId} and owner_id = ${Actor.userId()} and used_at is null and expires_at > now()
      returning purpose
    `;
    const [user] = await sql<[{ email: string; name: string; language: "es" | "en" }?]>`
      select email, name, language from users where id = ${Actor.userId()}
    `;
    return row && user ? { to: user.email, ...textOf(row.purpose, user, { origin, token }) } : undefined;
  });
  if (mail) await sendMail(mail);
}
