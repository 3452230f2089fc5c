import { createHmac, timingSafeEqual } from "node:crypto";

// Longer than a request waits and two clocks differ, too short for a seal that somebody finds in a log.
const lifetimeMs = 5 * 60_000;

/** What the site tells the API about a browser's address: only who has `key` can write it. */
export function seal(address: string, key: string, now = Date.now()): string {
  return `${address},${now},${signature(address, now, key)}`;
}

/** The address in a seal; undefined when it is forged, changed, or older than five minutes. */
export function open(text: string, key: string, now = Date.now()): string | undefined {
  const [address = "", moment = "", given = ""] = text.split(",");
  const expected = Buffer.from(signature(address, Number(moment), key));
  const found = Buffer.from(given);
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined;
  return Math.abs(now - Number(moment)) <= lifetimeMs ? address : undefined;
}

const signature = (address: string, moment: number, key: string): string =>
  createHmac("sha256", key).update(`client ${address} ${moment}`).digest("base64url");
