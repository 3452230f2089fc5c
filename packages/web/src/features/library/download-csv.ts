import type { Query } from "./query.ts";

/** As many ids as fit into an address. */
const idsAtOnce = 200;

/** Fetches the pieces of a filter, or those chosen, page after page, and hands them over as one file. */
export async function downloadCsv(what: { query: Query } | { ids: string[] }): Promise<void> {
  const parts: string[] = [];
  if ("ids" in what) {
    for (let at = 0; at < what.ids.length; at += idsAtOnce) {
      const { text } = await page(new URLSearchParams({ ids: what.ids.slice(at, at + idsAtOnce).join(",") }));
      // Each answer has the heading; the file has it once.
      parts.push(at === 0 ? text : text.slice(text.indexOf("\r\n") + 2));
    }
  } else {
    for (let cursor: string | null = ""; cursor !== null; ) {
      const answer = await page(new URLSearchParams({ ...what.query, ...(cursor ? { cursor } : {}) }));
      parts.push(answer.text);
      cursor = answer.next;
    }
  }
  const url = URL.createObjectURL(new Blob(parts, { type: "text/csv" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: "pieces.csv" });
  link.click();
  URL.revokeObjectURL(url);
}

async function page(query: URLSearchParams): Promise<{ text: string; next: string | null }> {
  const response = await fetch(`/api/v1/content/pieces/csv?${query}`);
  if (!response.ok) throw new Error(`The file could not be had: ${response.status}`);
  return { text: await response.text(), next: response.headers.get("x-next-cursor") };
}
