import * as Actor from "../kit/actor.ts";
import { backoff, deadline, sleep } from "../kit/clock.ts";
import { asRetryable, RetryableDatabaseError } from "../kit/database-error.ts";
import { sql, transaction } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";
import { randomToken, sha256 } from "../kit/hash.ts";
import { sendMail } from "../provider/mail.ts";
import * as Tab from "../provider/tab.ts";
import type { Purpose } from "./email-token.ts";
import { textOf } from "./mail-text.ts";

// Longer than its function lives: whoever finds an older claim knows that the process is gone.
const claimTime = { minutes: 2 };

/**
 * Writes and sends a mail, at least once: `SendEmail` of SES v2 takes no idempotency key, and SES tells nobody what it
 * sent without the id that was in the lost answer. So where nobody knows whether SES took it (no answer, a 5xx, a
 * worker that died before it wrote down that it did), another goes out when the claim is over, and the newer link
 * counts. One that is known to be sent is not sent again, however often its message comes. Runs as the user.
 * Throws while another worker is at it, so that the message stays until that one is done.
 */
export async function deliver(emailTokenId: string, origin: string): Promise<void> {
  const token = randomToken();
  const mail = await transaction(() => claim(emailTokenId, origin, token));
  if (!mail) return;
  const tab = Tab.open();
  try {
    await tab.run(() => sendMail(mail));
  } catch (error) {
    // Of any other failure nobody knows on which side of the call it was.
    const isRefused = error instanceof ProviderError && !error.outcomeUnknown;
    if (isRefused) await transaction(() => release(emailTokenId, token));
    throw error;
  }
  await surely(() => markSent(emailTokenId));
  // Afterwards: what cannot be booked stays an open call in the ledger, and is no reason to send another.
  await surely(() => tab.close());
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

/** Gives back a claim that is ours still. */
async function release(emailTokenId: string, token: string): Promise<void> {
  await sql`
    update email_tokens set claimed_until = null
    where id = ${emailTokenId} and owner_id = ${Actor.userId()} and token_hash = ${sha256(token)}
  `;
}

async function markSent(emailTokenId: string): Promise<void> {
  await sql`
    update email_tokens set claimed_until = null, sent_at = now()
    where id = ${emailTokenId} and owner_id = ${Actor.userId()}
  `;
}

// Six seconds in all: a database that moves to another machine is back by then.
const writesAllowed = 5;

/** Writes down what happened already, also while the database is out of reach for a moment. */
async function surely(write: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await transaction(write);
    } catch (error) {
      const mayPass = asRetryable(error) instanceof RetryableDatabaseError;
      if (!mayPass || attempt + 1 >= writesAllowed) throw error;
      await sleep(backoff(attempt, { base: { milliseconds: 400 }, cap: { seconds: 8 } }));
    }
  }
}
