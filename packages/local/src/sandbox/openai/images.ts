import { badRequest, type OpenaiError } from "./errors.ts";

const maxBytes = 20 * 1024 * 1024;
const patienceMs = 5000;

const signatures: { kind: string; matches(bytes: Buffer): boolean }[] = [
  { kind: "jpeg", matches: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) },
  { kind: "png", matches: (bytes) => bytes.subarray(1, 4).toString("latin1") === "PNG" },
  { kind: "gif", matches: (bytes) => bytes.subarray(0, 3).toString("latin1") === "GIF" },
  { kind: "webp", matches: (bytes) => bytes.subarray(8, 12).toString("latin1") === "WEBP" },
];

/** The bytes of a `data:` or http(s) image, with OpenAI's errors where there are none. */
export async function readImage(url: string): Promise<Buffer> {
  const bytes = url.startsWith("data:") ? decode(url) : await download(url);
  if (bytes.length > maxBytes)
    throw badRequest("The image is larger than the maximum of 20 MB.", "input", "image_too_large");
  if (!signatures.some(({ matches }) => matches(bytes))) throw unsupportedImage();
  return bytes;
}

export const unsupportedImage = (): OpenaiError =>
  badRequest(
    "You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].",
    "input",
    "invalid_image_format",
  );

function decode(url: string): Buffer {
  const encoded = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$/.exec(url)?.[1];
  if (encoded === undefined) throw badRequest("Invalid base64 image data.", "input", "invalid_base64_image");
  return Buffer.from(encoded, "base64");
}

async function download(url: string): Promise<Buffer> {
  const failed = () => badRequest(`Failed to download image from ${url}.`, "input", "invalid_image_url");
  if (!/^https?:\/\//.test(url)) throw failed();
  const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
  if (!response?.ok) throw failed();
  try {
    return Buffer.from(await response.arrayBuffer());
  } catch {
    throw failed();
  }
}
