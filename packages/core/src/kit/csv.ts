/** A cell: text, or a number, which no spreadsheet takes for a formula. */
export type Cell = string | number | null;

/**
 * Rows as CSV (RFC 4180): CRLF after each, quotes where a cell needs them. A text that a spreadsheet would run as a
 * formula gets an apostrophe in front, which makes it text.
 */
export const csvOf = (rows: Cell[][]): string =>
  rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");

function cellOf(cell: Cell): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const text = /^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
