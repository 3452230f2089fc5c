import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import * as Storage from "../provider/storage.ts";
import { type Entry, endingOf, pathOf } from "./export-file.ts";
import * as Piece from "./piece.ts";
import { csvOfFiles } from "./piece-csv.ts";

// Pictures are read side by side and packed in order: some ten megabytes in memory.
const atOnce = 8;

/**
 * What stands in a zip: each picture, its caption beside it, and a list of all as CSV at the end. What is not ready
 * any more, or whose picture is gone, is left out. `onPacked` hears how many pictures there are so far.
 * Throws AppError `export_empty`.
 */
export async function* entriesOf(
  pieceIds: string[],
  onPacked: (count: number) => Promise<void>,
): AsyncGenerator<Entry> {
  const { pieces, nameOf } = await transaction(() => read(pieceIds));
  const packed: { piece: Piece.Row; file: string }[] = [];
  for (let at = 0; at < pieces.length; at += atOnce) {
    const some = pieces.slice(at, at + atOnce);
    const pictures = await Promise.all(some.map(pictureOf));
    for (const [index, piece] of some.entries()) {
      const body = pictures[index];
      if (!body) continue;
      const path = pathOf(piece, nameOf.get(piece.avatarId) ?? "");
      const file = `${path}.${endingOf(piece.mediaKey ?? "")}`;
      packed.push({ piece, file });
      yield { name: file, body, at: piece.createdAt };
      const words = [piece.hook, piece.caption].filter(Boolean).join("\n\n");
      if (words) yield { name: `${path}.txt`, body: `${words}\n`, at: piece.createdAt };
    }
    await onPacked(packed.length);
  }
  if (packed.length === 0) {
    const message = "None of these pieces is there and ready any more. Choose others.";
    throw new AppError("conflict", "export_empty", message);
  }
  const files = packed.map(({ file }) => file);
  const csv = await transaction(() =>
    csvOfFiles(
      packed.map(({ piece }) => piece),
      files,
    ),
  );
  yield { name: "pieces.csv", body: csv, at: new Date() };
}

async function read(pieceIds: string[]): Promise<{ pieces: Piece.Row[]; nameOf: Map<string, string> }> {
  const pieces = await Piece.listByIds(pieceIds);
  const avatars = await sql<{ id: string; name: string }[]>`
    select id, name
    from avatars
    where owner_id = ${Actor.userId()}
      and id in (select avatar_id from content_pieces where id in ${sql(pieceIds)} and owner_id = ${Actor.userId()})
  `;
  return {
    pieces: pieces.filter(({ status, mediaKey }) => status === "ready" && mediaKey !== null),
    nameOf: new Map(avatars.map(({ id, name }) => [id, name])),
  };
}

const buckets: Storage.Bucket[] = ["public", "private"];

async function pictureOf({ id, mediaKey, mediaBucket }: Piece.Row): Promise<Uint8Array | undefined> {
  // It may have been moved to the other bucket since the row was read.
  for (const bucket of mediaBucket === "public" ? buckets : buckets.toReversed()) {
    try {
      return await Storage.get(bucket, mediaKey ?? "");
    } catch (error) {
      if (!(error instanceof ProviderError && error.code === "NoSuchKey")) throw error;
    }
  }
  // One lost file must not keep somebody from the others; how many came is told beside how many were asked for.
  log.error("export_picture_missing", { pieceId: id });
  return undefined;
}
