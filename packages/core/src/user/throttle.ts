import { scaled } from "../kit/clock.ts";
import { AppError } from "../kit/error.ts";
import { sha256 } from "../kit/hash.ts";
import * as Limit from "../provider/limit.ts";

const windowTime = { minutes: 15 };
// Guessing gets ten tries at an account and fifty from one address in a quarter of an hour; a person who
// mistypes needs far fewer.
const limits = { account: 10, address: 50 };

/**
 * Counts a try to sign in against the account and against the address it comes from. Fails closed: without the
 * counter nobody can tell a person from a guesser, so the answer is "try again shortly".
 * Throws AppError `login_throttled`, `login_unavailable`.
 */
export async function countLogin(email: string, address: string): Promise<void> {
  const windowMs = scaled(windowTime);
  const counted = await Promise.all([
    // Hashed: the table of limits holds no addresses.
    Limit.count(`login.account.${sha256(email)}`, { windowMs }),
    Limit.count(`login.address.${sha256(address)}`, { windowMs }),
  ]).catch((error: unknown) => {
    throw new AppError(
      "unavailable",
      "login_unavailable",
      "Signing in is not possible right now. Try again in a minute.",
      { cause: error },
    );
  });
  const [account, from] = counted;
  if (account.used <= limits.account && from.used <= limits.address) return;
  const retryAfterSeconds = Math.ceil(Math.max(account.resetsInMs, from.resetsInMs) / 1000);
  throw new AppError(
    "rate",
    "login_throttled",
    `Too many tries. Wait ${Math.ceil(retryAfterSeconds / 60)} minutes, then try again.`,
    { retryAfterSeconds },
  );
}
