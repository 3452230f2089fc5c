/** The band at the foot of every sandbox picture: the word SANDBOX and a strip of black and white blocks. */
export const codeColumns = 32;
export const codeRows = 3;

/** Pixels; a share of the longest side, so that blocks stay readable in wide pictures too. */
export const bandHeight = (width: number, height: number) => Math.max(width, height) * 0.05;

export function cellBox(width: number, height: number, row: number, column: number) {
  const band = bandHeight(width, height);
  const strip = { left: width * 0.24, width: width * 0.745, top: height - band * 0.95, height: band * 0.9 };
  return {
    left: strip.left + (strip.width / codeColumns) * column,
    width: strip.width / codeColumns,
    top: strip.top + (strip.height / codeRows) * row,
    height: strip.height / codeRows,
  };
}

/** Letters as strokes on a 4 × 6 grid: text would depend on the fonts of the machine. */
const letters: Record<string, string> = {
  S: "M4 1H0V3H4V5H0",
  A: "M0 6V2L2 0L4 2V6M0 4H4",
  N: "M0 6V0L4 6V0",
  D: "M0 0V6H2L4 4V2L2 0Z",
  B: "M0 0V6H3L4 5V4L3 3H0M3 3L4 2V1L3 0H0",
  O: "M1 0H3L4 1V5L3 6H1L0 5V1Z",
  X: "M0 0L4 6M4 0L0 6",
};

export function bandSvg(width: number, height: number, bits: readonly boolean[]): string {
  const band = bandHeight(width, height);
  const top = height - band;
  const size = Math.min(band * 0.07, (width * 0.19) / 40);
  const word = [..."SANDBOX"]
    .map((letter, index) => `<path d="${letters[letter]}" transform="translate(${index * 5.6} 0)"/>`)
    .join("");
  const cells = bits
    .map((isWhite, index) => {
      if (!isWhite) return "";
      const box = cellBox(width, height, Math.floor(index / codeColumns), index % codeColumns);
      return `M${round(box.left)} ${round(box.top)}h${round(box.width)}v${round(box.height)}h-${round(box.width)}z`;
    })
    .join("");
  return `<rect x="0" y="${round(top)}" width="${width}" height="${round(band)}" fill="#000"/>
    <g fill="none" stroke="#fff" stroke-width="0.9" transform="translate(${round(width * 0.025)} ${round(
      top + band / 2 - size * 3,
    )}) scale(${round(size)})">${word}</g>
    <path d="${cells}" fill="#fff" shape-rendering="crispEdges"/>`;
}

const round = (value: number) => Math.round(value * 100) / 100;
