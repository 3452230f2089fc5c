import { pick, unit } from "../frame/seeded.ts";
import type { Look } from "./look.ts";

/** The traits that stay the same in every picture of one persona. */
export type Persona = {
  isMasculine: boolean;
  hair: "sideComed" | "undercut" | "spiky" | "bun";
  rearHair: "longStraight" | "longWavy" | "shoulderHigh" | "neckHigh" | undefined;
  beard: "moustacheTwirl" | "fullBeard" | "chin" | "chinMoustache" | undefined;
  hairColor: string;
  skinColor: string;
  lipColor: string | undefined;
  glasses: string | undefined;
  earrings: string | undefined;
  hasFreckles: boolean;
  faceWidth: number;
  age: number;
};

const hairColors = {
  black: ["2c1b18", "1d1f2b"],
  brown: ["724133", "5a3a22", "8a5a3b"],
  blonde: ["d6b370", "e3c58d", "b58143"],
  red: ["a5482a", "8f2f1d", "c1662f"],
  grey: ["b9bcc4", "8d929c"],
  pink: ["d9739b"],
  blue: ["3f6fb5"],
};
/** Weighted by repetition. */
const usual = [
  ...(["black", "black", "black", "brown", "brown", "brown", "brown", "blonde", "blonde", "blonde"] as const),
  ...(["red", "red", "grey", "pink", "blue"] as const),
];
const skinColors = {
  light: ["f1c3a5", "f3cdb3", "eab896"],
  tan: ["d9a27e", "c68e7a", "cf9b72"],
  brown: ["a36b4f", "b07a55", "96603f"],
  dark: ["5c3829", "6f4530", "4a2d20"],
};

export function personaOf(number: number, look: Look): Persona {
  const choose = <Item>(items: readonly Item[], name: string) => pick(items, "persona", number, name);
  const chance = (share: number, name: string) => unit("persona", number, name) < share;
  const isMasculine =
    look.presentation === "masculine" || (look.presentation === "any" && chance(0.35, "presentation"));
  const hairName = look.hair === "any" ? choose(usual, "hair colour") : look.hair;
  const skinName =
    look.skin === "any" ? choose(["light", "tan", "brown", "dark"] as const, "skin") : look.skin;
  const backs = ["longStraight", "longWavy", "shoulderHigh", "neckHigh"] as const;
  return {
    isMasculine,
    hair: isMasculine
      ? choose(["sideComed", "undercut", "spiky"] as const, "short hair")
      : choose(["bun", "bun", "sideComed", "sideComed", "undercut"] as const, "hair"),
    rearHair: isMasculine ? undefined : choose(backs, "rear hair"),
    beard: isMasculine
      ? choose(
          ["fullBeard", "chin", "chinMoustache", "moustacheTwirl", undefined, undefined] as const,
          "beard",
        )
      : undefined,
    hairColor: choose(hairColors[hairName], "hair tone"),
    skinColor: choose(skinColors[skinName], "skin tone"),
    lipColor: isMasculine ? undefined : choose(["a83246", "c2556b", "8c2f39", "b5654d"], "lips"),
    glasses: chance(0.25, "glasses") ? choose(["2b2b33", "7a4b2a", "a03040"], "frame") : undefined,
    earrings:
      !isMasculine && chance(0.6, "earrings") ? choose(["e8c34a", "d9dde4", "4fb3a5"], "metal") : undefined,
    hasFreckles: skinName === "light" && chance(0.4, "freckles"),
    faceWidth: 0.94 + unit("persona", number, "face width") * 0.12,
    age: 26 + Math.floor(unit("persona", number, "age") * 13),
  };
}
