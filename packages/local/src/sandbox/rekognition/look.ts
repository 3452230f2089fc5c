import { createHash } from "node:crypto";
import sharp from "sharp";
import { readTruth, type Truth } from "../picture/truth.ts";
import { RekognitionError } from "./errors.ts";

export type Seen = { truth: Truth | undefined; aspect: number };

const maxBytes = 5 * 1024 * 1024;
const minSide = 80;
/** One picture is asked about several times in a row. */
const seen = new Map<string, Promise<Seen>>();
const maxSeen = 500;

/** Decodes the base64 bytes of a request and reads what is true about them. Throws `RekognitionError`. */
export function look(base64: string): Promise<Seen> {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length > maxBytes) {
    throw new RekognitionError(
      "ImageTooLargeException",
      "Request image has too large: at most 5242880 bytes.",
    );
  }
  const key = createHash("sha1").update(bytes).digest("hex");
  const known = seen.get(key);
  if (known) return known;
  const [oldest] = seen.keys();
  if (oldest !== undefined && seen.size >= maxSeen) seen.delete(oldest);
  const made = read(bytes);
  seen.set(key, made);
  return made;
}

async function read(bytes: Buffer): Promise<Seen> {
  const {
    format,
    width = 0,
    height = 0,
  } = await sharp(bytes)
    .metadata()
    .catch(() => ({ format: "none" }) as { format: string; width?: number; height?: number });
  if (format !== "jpeg" && format !== "png") {
    throw new RekognitionError("InvalidImageFormatException", "Request has invalid image format");
  }
  if (Math.min(width, height) < minSide) {
    throw new RekognitionError("InvalidParameterException", "The image is smaller than 80 pixels.");
  }
  return { truth: await readTruth(bytes), aspect: width / height };
}
