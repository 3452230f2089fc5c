import { type Frame, insideHeader } from "../frame/frame.ts";
import type { Files } from "./files.ts";

const maxDataUrlBytes = 256 * 1024;

/** Fetches an input as the provider's workers would. Throws an `Error` whose message goes into the job. */
export async function download(frame: Frame, files: Files, url: string): Promise<Buffer> {
  if (url.startsWith("data:")) {
    const bytes = Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
    if (bytes.length > maxDataUrlBytes) throw new Error("data URLs may hold 256 KB at most");
    return bytes;
  }
  const uploaded = await files.bytesOf(url);
  if (uploaded) return uploaded;
  const isOurs = [frame.urls.url, frame.urls.s3Url].includes(new URL(url).origin);
  const response = await fetch(url, {
    // The faults of R2 are meant for the product; between providers they would only fail jobs at random.
    headers: isOurs ? { [insideHeader]: frame.insideToken } : {},
    signal: AbortSignal.timeout(30_000),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok)
    throw new Error(`${response.status} ${response.statusText} for url: ${url.split("?")[0]}`);
  return bytes;
}

/** What a URL points at, whoever signed it and when. */
export const withoutQuery = (value: unknown): string => String(value ?? "").split("?")[0] ?? "";
