import { boxes, type Drawing, dots, shape, wall } from "./drawing.ts";

export const indoors = {
  cafe: {
    words: /\b(cafe|coffee|bistro|restaurant|brunch|terrace|bar|bakery)\b|\bcafé/,
    draw: () =>
      wall("#b98f6a", "#7c563c") +
      boxes([
        [20, 60, 140, 200, "#f1e2c2"],
        [30, 70, 56, 180, "#cfe3e6"],
        [94, 70, 56, 180, "#cfe3e6"],
        [230, 90, 160, 12, "#5d3d29"],
        [230, 160, 160, 12, "#5d3d29"],
      ]) +
      dots([
        [250, 80, 10, "#e9d2a8"],
        [285, 78, 12, "#8b3a2f"],
        [330, 80, 10, "#e9d2a8"],
        [365, 148, 12, "#3f6b4b"],
        [260, 150, 10, "#d8a35a"],
        [200, 30, 16, "#ffe2a3"],
        [310, 24, 16, "#ffe2a3"],
      ]) +
      boxes([
        [0, 400, 150, 14, "#51331f"],
        [60, 414, 20, 90, "#51331f"],
      ]),
  },
  gym: {
    words: /\b(gym|fitness|workout|training|weights|crossfit|pilates|boxing|gimnasio)\b/,
    draw: () =>
      wall("#4d5763", "#2f343b") +
      boxes([
        [0, 40, 400, 18, "#e8eef2"],
        [250, 130, 130, 220, "#70808f"],
        [262, 142, 106, 196, "#9fb2c1"],
        [20, 200, 8, 190, "#c7cdd3"],
        [140, 200, 8, 190, "#c7cdd3"],
        [0, 250, 170, 8, "#c7cdd3"],
      ]) +
      dots([
        [10, 254, 34, "#22262b"],
        [160, 254, 34, "#22262b"],
        [10, 254, 12, "#d84a3a"],
        [160, 254, 12, "#d84a3a"],
      ]),
  },
  studio: {
    words:
      /\b(studio|plain background|seamless|backdrop|white background|gr[ae]y background|headshot|lookbook)\b/,
    draw: () =>
      `<radialGradient id="spot" cx=".5" cy=".4" r=".8"><stop stop-color="#e6e3e0"/><stop offset="1" stop-color="#9a979b"/></radialGradient>
       <rect width="400" height="500" fill="url(#spot)"/>${shape("M0 430Q200 400 400 430V500H0Z", "#b9b5b4")}`,
  },
  kitchen: {
    words: /\b(kitchen|cook\w*|baking|breakfast|cocina)\b/,
    draw: () =>
      wall("#dfe5df", "#c9b394") +
      boxes([
        [0, 40, 150, 130, "#7f9a8c"],
        [250, 40, 150, 130, "#7f9a8c"],
        [148, 40, 4, 130, "#5e776b"],
        [0, 320, 400, 18, "#f4efe6"],
        [0, 338, 400, 162, "#6d8a7c"],
        [160, 60, 80, 150, "#cfe2ea"],
      ]) +
      dots([
        [300, 300, 22, "#c96a3f"],
        [340, 306, 16, "#d9b13b"],
        [60, 296, 26, "#eee5d8"],
      ]) +
      boxes([[20, 230, 90, 8, "#a88b62"]]),
  },
  office: {
    words: /\b(office|desk|laptop|cowork\w*|meeting|workspace|business|oficina)\b/,
    draw: () =>
      wall("#d3d8de", "#8b7a68") +
      boxes([
        [210, 40, 180, 230, "#b9d4e6"],
        [298, 40, 5, 230, "#f1f3f5"],
        [210, 150, 180, 5, "#f1f3f5"],
        [0, 340, 240, 14, "#6a4f3a"],
        [40, 250, 110, 74, "#2d333b"],
        [85, 324, 20, 16, "#2d333b"],
      ]) +
      dots([
        [370, 330, 40, "#4f8055"],
        [350, 300, 26, "#5e9465"],
      ]),
  },
  bedroom: {
    words: /\b(bedroom|bed|pillow|home|living room|sofa|couch|apartment|loft|cozy|hogar)\b/,
    draw: () =>
      wall("#e5d5c8", "#a9876c") +
      boxes([
        [40, 50, 110, 150, "#f7f2e8"],
        [48, 58, 94, 134, "#b4cfdd"],
        [200, 280, 220, 120, "#b56f5c"],
        [200, 240, 220, 60, "#c58573"],
        [280, 110, 70, 84, "#8d6b52"],
      ]) +
      dots([
        [180, 120, 24, "#fff0c9"],
        [235, 300, 34, "#eadcca"],
        [30, 370, 40, "#57805c"],
      ]) +
      boxes([[177, 140, 6, 220, "#5b4636"]]),
  },
  library: {
    words: /\b(library|book\w*|reading|museum|gallery|university|biblioteca|art)\b/,
    draw: () =>
      wall("#6b4a33", "#4b3322") +
      boxes(
        [0, 1, 2, 3].flatMap((row) =>
          Array.from(
            { length: 20 },
            (_, index) =>
              [
                index * 20 + 2,
                20 + row * 92 + (index % 3) * 6,
                15,
                72 - (index % 3) * 6,
                ["#a6483b", "#c9a25a", "#3f6a73", "#d9cdb6", "#59724e"][(index + row) % 5] ?? "#a6483b",
              ] as const,
          ),
        ),
      ),
  },
} satisfies Record<string, Drawing>;
