import { boxes, type Drawing, dots, shape, sky } from "./drawing.ts";

export const outdoors = {
  beach: {
    words: /\b(beach|sea(front|side)?|promenade|ocean|coast\w*|shore|sand dunes|playa|tropical|surf\w*)\b/,
    draw: () =>
      sky("#8fcdf0", "#e9f5f7") +
      boxes([
        [0, 270, 400, 70, "#3f9fbf"],
        [0, 335, 400, 10, "#dff2f2"],
        [0, 345, 400, 155, "#ecd9b0"],
      ]) +
      dots([[330, 80, 32, "#fff6d8"]]) +
      shape("M40 345Q50 220 78 150L86 152Q62 240 58 345Z", "#7a5636") +
      shape(
        "M82 150Q30 120 0 150Q40 140 82 155Q60 190 50 215Q90 180 86 155Q130 160 150 190Q140 130 82 150Z",
        "#3f8a4b",
      ),
  },
  city: {
    words: /\b(city|street|urban|downtown|skyline|avenue|crosswalk|new york|tokyo|alley|calle|ciudad)\b/,
    draw: () =>
      sky("#a9c7df", "#e7ecee") +
      boxes([
        [0, 120, 90, 300, "#8795a5"],
        [95, 60, 75, 360, "#a1acb8"],
        [240, 100, 70, 320, "#95a2b1"],
        [315, 30, 90, 390, "#7b8898"],
        [0, 400, 400, 100, "#5d626b"],
      ]) +
      boxes(
        [0, 1, 2, 3, 4, 5].flatMap((row) =>
          [12, 44, 108, 138, 252, 280, 328, 360].map((x) => [x, 150 + row * 38, 16, 20, "#dfe8ee"] as const),
        ),
      ),
  },
  forest: {
    words: /\b(forest|woods?|jungle|trail|hik\w*|trees|nature|bosque)\b/,
    draw: () =>
      sky("#cfe3c3", "#87ab74") +
      boxes([
        [30, 0, 34, 420, "#5e4a38"],
        [120, 0, 22, 380, "#6d5843"],
        [300, 0, 40, 430, "#54412f"],
        [240, 0, 18, 360, "#79634c"],
        [0, 390, 400, 110, "#5f7f45"],
      ]) +
      dots(
        [
          [20, 60, 80, "#4f8248"],
          [140, 20, 70, "#6a9c58"],
          [330, 50, 95, "#457a42"],
          [230, 30, 60, "#7cae66"],
          [90, 400, 40, "#6f9450"],
          [350, 410, 50, "#4e7a3d"],
        ],
        0.9,
      ),
  },
  mountain: {
    words: /\b(mountains?|alps|summit|peak|canyon|cliff|ski|snow\w*|winter|montaña)\b/,
    draw: () =>
      sky("#7fb2dd", "#dcebf3") +
      shape("M-20 360L90 130L180 300L260 90L420 360Z", "#6c7f93") +
      shape("M90 130L60 195L95 185L120 200ZM260 90L215 200L262 180L300 200Z", "#f4f8fb") +
      shape("M0 350Q200 300 400 360V500H0Z", "#5d8058"),
  },
  pool: {
    words: /\b(pool|swim\w*|resort|hotel|spa|yacht|boat|lake|river|piscina)\b/,
    draw: () =>
      sky("#9ad4ee", "#e8f6f5") +
      boxes([
        [0, 180, 400, 90, "#f2ead9"],
        [30, 140, 140, 90, "#ffffff"],
        [230, 120, 160, 110, "#efe4d0"],
        [0, 270, 400, 230, "#35a9c4"],
        [0, 262, 400, 12, "#ffffff"],
      ]) +
      shape("M0 340q50 -14 100 0t100 0t100 0t100 0v10q-50 -14 -100 0t-100 0t-100 0t-100 0z", "#8fdbe6") +
      dots([
        [60, 170, 34, "#4d8f57"],
        [350, 150, 40, "#4d8f57"],
      ]),
  },
  park: {
    words: /\b(park|garden|flowers?|meadow|field|picnic|spring|jard[ií]n|vineyard|farm|countryside)\b/,
    draw: () =>
      sky("#a7d5ef", "#eaf5ea") +
      shape("M0 300Q120 250 240 300T400 290V500H0Z", "#86b765") +
      dots([
        [60, 230, 70, "#5c9a55"],
        [340, 220, 84, "#6aa75c"],
        [250, 260, 40, "#7db86a"],
      ]) +
      dots([
        [40, 400, 9, "#e7718f"],
        [90, 440, 10, "#f3d14e"],
        [150, 390, 8, "#ffffff"],
        [300, 430, 10, "#e7718f"],
        [350, 380, 9, "#f3d14e"],
        [240, 460, 10, "#b57ad0"],
      ]),
  },
  rooftop: {
    words: /\b(rooftop|balcony|penthouse|terraza|party|festival|concert|stage|club|nightlife|dance|neon)\b/,
    draw: () =>
      sky("#4b4f8a", "#e39a7b") +
      boxes([
        [0, 220, 60, 200, "#343a5c"],
        [64, 180, 50, 240, "#3d4468"],
        [250, 200, 60, 220, "#343a5c"],
        [316, 150, 84, 270, "#2c3150"],
        [0, 380, 400, 120, "#594b57"],
      ]) +
      dots([
        [40, 90, 7, "#ffe6a6"],
        [100, 110, 7, "#ffe6a6"],
        [160, 120, 7, "#ffe6a6"],
        [220, 118, 7, "#ffe6a6"],
        [280, 106, 7, "#ffe6a6"],
        [340, 86, 7, "#ffe6a6"],
      ]),
  },
  desert: {
    words: /\b(desert|dunes?|safari|road trip|car|highway|western|ranch|desierto)\b/,
    draw: () =>
      sky("#f0c08a", "#f8e6c4") +
      dots([[90, 110, 36, "#fff3d1"]]) +
      shape("M0 320Q110 250 220 320T400 290V500H0Z", "#d39a5b") +
      shape("M0 400Q160 330 400 410V500H0Z", "#b97c43"),
  },
} satisfies Record<string, Drawing>;
