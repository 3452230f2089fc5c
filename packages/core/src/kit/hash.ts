import { createHash, randomBytes } from "node:crypto";

/** SHA-256 as lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** A secret of 256 random bits for a person to carry, in URL-safe letters. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** A stable whole number in [0, 2^31) from any parts; seeds derive from seeds through it. */
export function seedFrom(...parts: (string | number)[]): number {
  return createHash("sha256").update(parts.join("\u0000")).digest().readUInt32BE(0) & 0x7fffffff;
}
