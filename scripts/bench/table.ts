import type { Figure } from "../../packages/local/src/laptop/bench/figure.ts";

/** The figures as columns: what, how much, beside what. */
export function printTable(figures: Figure[]): void {
  const rows = figures.map(({ name, value, unit, baseline, ratio, against = "", goal }) => [
    name,
    `${value} ${unit}`,
    baseline === undefined ? "" : `${baseline} ${unit}`,
    ratio === undefined ? "" : `${ratio} ×`,
    goal ? `${against}; goal ${goal}` : against,
  ]);
  const table = [["", "here", "beside", "ratio", "what it stands beside"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width);
    });
    process.stdout.write(`${cells.join("  ").trimEnd()}\n`);
  }
}
