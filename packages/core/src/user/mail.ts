import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";
import { randomToken, sha256 } from "../kit/hash.ts";
import { sendMail } from "../provider/mail.ts";
import type { Purpose } from "./email-token.ts";
import { textOf } from "./mail-text.ts";

// Longer than its function lives: whoever finds an older claim knows that the process is gone.
const claimTime = { minutes: 2 };

/**
 * Writes and sends a mail, once however often its message comes. Where nobody knows whether SES took it, another
 * goes out when the claim is over, and the newer link counts. Runs as the user.
 * Throws while another worker is at it, so that the message stays until that one is done.
 */
export async function deliver(emailTokenId: string, origin: string): Promise<void> {
  const token = randomToken();
  const mail = await transaction(() => claim(emailTokenId, origin, token));
  if (!mail) return;
  try {
    await sendMail(mail);
  } catch (error) {
    const isUnknown = error instanceof ProviderError && error.outcomeUnknown;
    if (!isUnknown) await mark(emailTokenId, "released");
    throw error;
  }
  await mark(emailTokenId, "sent");
}

async function claim(emailTokenId: string, origin: string, token: string) {
  const [row] = await sql<[{ purpose: Purpose; isHeld: boolean }?]>`
    select purpose, coalesce(claimed_until > now(), false) as is_held
    from email_tokens
    where id = ${emailTokenId} and owner_id = ${Actor.userId()} and sent_at is null and used_at is null
      and expires_at > now()
    for update
  `;
  if (!row) return undefined;
  if (row.isHeld) throw new Error(`The mail ${emailTokenId} is being sent by another worker.`);
  await sql`
    update email_tokens set token_hash = ${sha256(token)}, claimed_until = ${deadline(claimTime)}
    where id = ${emailTokenId} and owner_id = ${Actor.userId()}
  `;
  const [user] = await sql<[{ email: string; name: string; language: "es" | "en" }?]>`
    select email, name, language from users where id = ${Actor.userId()}
  `;
  return user && { to: user.email, ...textOf(row.purpose, user, { origin, token }) };
}

async function mark(emailTokenId: string, as: "sent" | "released"): Promise<void> {
  await transaction(
    async () =>
      void (await sql`
      update email_tokens
      set claimed_until = null, sent_at = ${as === "sent" ? new Date() : null}
      where id = ${emailTokenId} and owner_id = ${Actor.userId()}
    `),
  );
}
