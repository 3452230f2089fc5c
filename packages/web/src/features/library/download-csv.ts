import { pagesOf, saveCsv } from "../csv-file.ts";
import type { Query } from "./query.ts";

/** As many ids as fit into an address. */
const idsAtOnce = 200;
const path = "/api/v1/content/pieces/csv";
const fileName = "pieces.csv";

/** Hands over every piece of a filter as one file. */
export async function csvOfFilter(query: Query): Promise<void> {
  saveCsv(await pagesOf(path, query), fileName);
}

/** Hands over the pieces named as one file. */
export async function csvOfChosen(ids: string[]): Promise<void> {
  const parts: string[] = [];
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const text = (await pagesOf(path, { ids: ids.slice(at, at + idsAtOnce).join(",") })).join("");
    // Each answer has the heading; the file has it once.
    parts.push(at === 0 ? text : text.slice(text.indexOf("\r\n") + 2));
  }
  saveCsv(parts, fileName);
}
