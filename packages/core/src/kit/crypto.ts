import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { secret } from "./config.ts";

/**
 * Sealed text: `sealed.1.<key id>.<nonce, tag and ciphertext in base64url>`. AES-256-GCM as NIST SP 800-38D has
 * it: a nonce of 96 random bits, good for 2^32 seals with one key, and the whole tag of 128 bits.
 */
const prefix = "sealed.1.";
const cipher = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Where a sealed text belongs: what it is, whose it is, its row. Opening it asks for the same, so that one moved to
 * another row or another tenant stays shut.
 */
export type Place = readonly [what: string, ...where: string[]];

type Key = { id: string; value: Buffer };

/** A sealed text cannot be opened; `code` says why. Never says what is in it. */
export class SealError extends Error {
  override readonly name = "SealError";
  readonly code: "not_sealed" | "key_unknown" | "not_authentic";

  constructor(code: SealError["code"], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Whether a text has the form of a sealed one. */
export const isSealed = (text: string): boolean => text.startsWith(prefix);

/** Shuts a text with the newest key. The same text twice is sealed differently. */
export async function seal(text: string, place: Place): Promise<string> {
  const [key] = await keys();
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key.value, nonce, { authTagLength: tagBytes });
  encryption.setAAD(bound(key.id, place));
  const shut = Buffer.concat([encryption.update(text, "utf8"), encryption.final()]);
  return `${prefix}${key.id}.${Buffer.concat([nonce, encryption.getAuthTag(), shut]).toString("base64url")}`;
}

/**
 * Opens what `seal` shut for the same place, with whichever key it names.
 * Throws SealError `not_sealed`, `key_unknown` where its key is no longer (or not yet) among ours, `not_authentic`
 * where a letter was changed or it belongs somewhere else.
 */
export async function open(sealed: string, place: Place): Promise<string> {
  const { keyId, box } = read(sealed);
  const key = (await keys()).find(({ id }) => id === keyId);
  if (!key) {
    throw new SealError("key_unknown", `This was sealed with the key ${keyId}, which SEALING_KEYS lacks.`);
  }
  const decryption = createDecipheriv(cipher, key.value, box.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decryption.setAAD(bound(keyId, place));
  decryption.setAuthTag(box.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const text = decryption.update(box.subarray(nonceBytes + tagBytes));
    return Buffer.concat([text, decryption.final()]).toString("utf8");
  } catch (error) {
    const message = `This sealed ${place[0]} was changed, or belongs somewhere else.`;
    throw new SealError("not_authentic", message, error);
  }
}

/** The same text under the newest key; what has it already is answered as it is. Throws as `open` does. */
export async function reseal(sealed: string, place: Place): Promise<string> {
  const [newest] = await keys();
  return read(sealed).keyId === newest.id ? sealed : seal(await open(sealed, place), place);
}

function read(sealed: string): { keyId: string; box: Buffer } {
  const [, keyId, letters] = /^sealed\.1\.([a-z0-9-]{1,32})\.([\w-]+)$/.exec(sealed) ?? [];
  const box = Buffer.from(letters ?? "", "base64url");
  // Letters that decode alike are not the same text: only the one way of writing it is ours.
  if (!keyId || box.length < nonceBytes + tagBytes || box.toString("base64url") !== letters) {
    throw new SealError("not_sealed", "This is no sealed text.");
  }
  return { keyId, box };
}

/** As JSON, so that no two places read the same. */
const bound = (keyId: string, place: Place): Buffer => Buffer.from(JSON.stringify([prefix, keyId, ...place]));

async function keys(): Promise<[Key, ...Key[]]> {
  const text = await secret("SEALING_KEYS");
  const parsed = text.split(",").map((entry) => keyOf(entry.trim()));
  const [first, ...rest] = parsed;
  if (!first || new Set(parsed.map(({ id }) => id)).size < parsed.length) throw wrongKeys();
  return [first, ...rest];
}

function keyOf(entry: string): Key {
  const [, id, letters = ""] = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/_-]+=?)$/.exec(entry) ?? [];
  const value = Buffer.from(letters, "base64");
  if (!id || value.length !== keyBytes) throw wrongKeys();
  return { id, value };
}

const wrongKeys = (): Error =>
  new Error(
    "SEALING_KEYS must be id:key,id:key, the newest first, each id once and each key 32 bytes in base64.",
  );
