import { pick } from "../frame/seeded.ts";
import { dots } from "./drawing.ts";
import { indoors } from "./indoors.ts";
import { outdoors } from "./outdoors.ts";
import type { Scene } from "./scene.ts";

const drawings = { ...outdoors, ...indoors };
export type Setting = keyof typeof drawings;
export const settings = Object.keys(drawings) as Setting[];

export function settingFromPrompt(text: string, key: readonly (string | number)[]): Setting {
  // The word met first in the prompt wins: "in a cafe near the beach" is a cafe.
  const met = settings
    .map((name) => ({ name, at: text.search(drawings[name].words) }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at)[0];
  return met?.name ?? pick(settings, "setting", ...key);
}

const washes: Record<Scene["light"], { color: string; opacity: number }> = {
  day: { color: "#fffbe8", opacity: 0.1 },
  golden: { color: "#ff9a3d", opacity: 0.32 },
  night: { color: "#101a3d", opacity: 0.62 },
  soft: { color: "#eef0f4", opacity: 0.25 },
  neon: { color: "#7a1fa8", opacity: 0.5 },
  studio: { color: "#d9d6d4", opacity: 0.35 },
};
const nightLamps = dots(
  [
    [50, 180, 14, "#ffd58a"],
    [120, 90, 10, "#8fd0ff"],
    [330, 150, 16, "#ffb37a"],
    [280, 60, 9, "#ff8fc0"],
    [380, 260, 12, "#ffe3a6"],
    [20, 300, 10, "#9fe0d0"],
  ],
  0.85,
);

export function backdropSvg(setting: Setting, light: Scene["light"], width: number, height: number): string {
  const { color, opacity } = washes[light];
  const isDark = light === "night" || light === "neon";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 400 500" preserveAspectRatio="xMidYMid slice">
    ${drawings[setting].draw()}
    <rect x="-400" y="-400" width="1200" height="1300" fill="${color}" opacity="${opacity}"/>
    ${isDark ? nightLamps : ""}
  </svg>`;
}
