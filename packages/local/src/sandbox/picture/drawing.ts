/** A backdrop in a 400 × 500 view, drawn roughly: it is shown out of focus behind the figure. */
export type Drawing = { words: RegExp; draw: () => string };

export const sky = (top: string, bottom: string) =>
  `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>
   <rect width="400" height="500" fill="url(#sky)"/>`;
export const wall = (color: string, floor: string, from = 380) =>
  `<rect width="400" height="500" fill="${color}"/><rect y="${from}" width="400" height="500" fill="${floor}"/>`;
export const boxes = (list: readonly (readonly [number, number, number, number, string])[]) =>
  list
    .map(([x, y, w, h, fill]) => `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`)
    .join("");
export const dots = (list: readonly (readonly [number, number, number, string])[], opacity = 1) =>
  list
    .map(([x, y, r, fill]) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" opacity="${opacity}"/>`)
    .join("");
export const shape = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`;
