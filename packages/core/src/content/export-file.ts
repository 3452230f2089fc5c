import { strToU8, Zip, ZipPassThrough } from "fflate";
import { foldAccents } from "../kit/text.ts";

export type Entry = { name: string; body: Uint8Array | string; at: Date };

/**
 * Entries as the bytes of a zip, as they come: nothing waits for the end. Pictures do not shrink further and the
 * texts are small, so nothing is compressed. The format of a zip without its 64-bit extension ends at 4 GiB.
 */
export async function* zipOf(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else ready.push(chunk);
  });
  const take = () => {
    if (failure) throw failure;
    const taken = ready;
    ready = [];
    return taken;
  };
  for await (const { name, body, at } of entries) {
    const file = new ZipPassThrough(name);
    file.mtime = at;
    zip.add(file);
    file.push(typeof body === "string" ? strToU8(body) : body, true);
    yield* take();
  }
  zip.end();
  yield* take();
}

// Names that Windows keeps for devices, whatever their ending.
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** A text as part of a file's name: lower case letters, digits and hyphens, so that it leads nowhere and runs nothing. */
export function slugOf(text: string, fallback: string): string {
  const slug = foldAccents(text)
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return slug === "" || reserved.test(slug) ? fallback : slug;
}

/** Where a piece lies in the zip, without its ending. The id makes it unique, whatever personas are called. */
export function pathOf(piece: { id: string; templateId: string }, avatarName: string): string {
  return `${slugOf(avatarName, "persona")}/${piece.id}-${slugOf(piece.templateId, "scene")}`;
}

/** The ending of a stored picture, from those there are. */
export function endingOf(mediaKey: string): string {
  return /\.(jpg|png|webp)$/.exec(mediaKey)?.[1] ?? "jpg";
}
