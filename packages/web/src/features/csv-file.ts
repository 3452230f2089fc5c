import { answerOf } from "../lib/refusal.ts";
import { sessionFetch } from "../lib/sign-in-again.ts";

/** Reads rows page after page, so that there may be any number of them. Throws the API's no as a `Refusal`. */
export async function pagesOf(path: string, query: Record<string, string>): Promise<string[]> {
  const pages: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const asked = new URLSearchParams({ ...query, ...(cursor ? { cursor } : {}) });
    const answer: Response = await sessionFetch(`${path}?${asked}`);
    if (!answer.ok) await answerOf(Promise.resolve(answer));
    pages.push(await answer.text());
    cursor = answer.headers.get("x-next-cursor");
  }
  return pages;
}

/** Hands a file for spreadsheets to the browser, as a download. */
export function saveCsv(parts: string[], name: string): void {
  const href = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  // The browser reads it after the click; a minute later it has.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
