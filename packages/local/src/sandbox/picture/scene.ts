import { pick, unit } from "../frame/seeded.ts";
import { type Setting, settingFromPrompt } from "./setting.ts";

/** How a picture is taken: all that may differ between two pictures of one persona. */
export type Scene = {
  framing: "close-up" | "portrait" | "half" | "full";
  /** -1 left to 1 right; the figure is mirrored and narrowed. */
  turn: number;
  nod: number;
  tiltDegrees: number;
  offset: { x: number; y: number };
  mood: "smile" | "laugh" | "calm" | "dreamy" | "serious" | "playful" | "surprised";
  light: "day" | "golden" | "night" | "soft" | "neon" | "studio";
  clothes: "turtleNeck" | "openJacket" | "dress" | "shirt" | "tShirt";
  /** Hexadecimal, without #. */
  clothesColor: string;
  setting: Setting;
  /** How the backdrop is cut: mirrored, enlarged and shifted, as if taken from another spot. */
  view: { isMirrored: boolean; zoom: number; pan: { x: number; y: number } };
  /** Where this picture's own light comes from, as an angle. */
  lightRadians: number;
};

type Choice<Name> = readonly [RegExp, Name];

const framings: readonly Choice<Scene["framing"]>[] = [
  [/\b(extreme close|close[- ]?up|headshot|head shot|face only|macro|primer plano)\b/, "close-up"],
  [/\b(full[- ](body|length)|head to toe|seated|sitting|wide shot|long shot|cuerpo entero)\b/, "full"],
  [
    /\b(half[- ]body|waist[- ]up|medium shot|mid[- ]shot|cowboy|three[- ]quarter (shot|length)|knees up|upper body|medio cuerpo)\b/,
    "half",
  ],
  [/\b(portrait|bust|shoulders?|selfie|chest[- ]up|retrato)\b/, "portrait"],
];
const moods: readonly Choice<Scene["mood"]>[] = [
  [/\b(dreamy|eyes closed|closed eyes|meditat\w*|asleep)\b/, "dreamy"],
  [/\b(laugh\w*|joy\w*|ecstatic|cheer\w*|excited|euphoric|riendo)\b/, "laugh"],
  [/\b(surpris\w*|amazed|wow|astonish\w*)\b/, "surprised"],
  [/\b(wink\w*|playful|flirt\w*|mischiev\w*|cheeky|teasing)\b/, "playful"],
  [/\b(serious|confident|determined|intense|stern|neutral|focused|powerful|fierce|pensive)\b/, "serious"],
  [/\b(calm|serene|relaxed|peaceful|content|thoughtful|cozy|soft smile)\b/, "calm"],
  [/\b(smil\w*|happy|warm|friendly|sonr\w*)\b/, "smile"],
];
const lights: readonly Choice<Scene["light"]>[] = [
  [/\b(neon|club|cyberpunk)\b/, "neon"],
  [/\b(golden hour|sunset|sunrise|warm (evening )?light|candle\w*|lamp|evening|dusk|atardecer)\b/, "golden"],
  [/\b(night|midnight|moonlight|city lights|noche)\b/, "night"],
  [/\b(studio|softbox|rim light|high key|low key|ring light|flash)\b/, "studio"],
  [/\b(overcast|soft|diffuse\w*|window light|morning|foggy|cloudy)\b/, "soft"],
  [/\b(day\w*|sun\w*|noon|bright)\b/, "day"],
];
const garments: readonly Choice<Scene["clothes"]>[] = [
  [/\b(t-?shirt|tee|camiseta)\b/, "tShirt"],
  [/\b(turtle ?neck|sweater|knit\w*|pullover|hoodie|jersey)\b/, "turtleNeck"],
  [/\b(jacket|blazer|coat|suit|cardigan|kimono|trench|denim)\b/, "openJacket"],
  [
    /\b(dress|gown|top|crop|tank|camisole|swimsuit|bikini|one[- ]piece|yoga|sport\w*|athletic|vestido)\b/,
    "dress",
  ],
  [/\b(jeans|casual)\b/, "tShirt"],
  [/\b(shirt|blouse|button[- ](up|down)|uniform|camisa)\b/, "shirt"],
];
const colors: readonly Choice<string>[] = [
  [/\b(burgundy|wine|maroon)\b/, "7a1f35"],
  [/\b(red|scarlet|crimson|rojo)\b/, "b3242c"],
  [/\b(navy|dark blue)\b/, "1d2f5c"],
  [/\b(blue|denim|cobalt|azul)\b/, "2f5fa8"],
  [/\b(teal|turquoise|aqua)\b/, "1f8a8a"],
  [/\b(emerald|green|olive|sage|verde)\b/, "2d7a4b"],
  [/\b(mustard|yellow|gold(en)? (dress|top|outfit)|amarillo)\b/, "d9a514"],
  [/\b(orange|rust|terracotta|coral)\b/, "d2693c"],
  [/\b(pink|rose|blush|fuchsia|rosa)\b/, "d77fa1"],
  [/\b(purple|violet|lavender|lilac|plum)\b/, "7a4fa3"],
  [/\b(beige|cream|ivory|camel|sand|linen|tan)\b/, "d8c3a0"],
  [/\b(brown|chocolate|camel coat)\b/, "6d4630"],
  [/\b(gr[ae]y|charcoal|silver)\b/, "6b7078"],
  [/\b(white|blanco)\b/, "eef0f2"],
  [/\b(black|negro)\b/, "22242b"],
];

const wardrobe = [
  "b3242c",
  "1d2f5c",
  "2f5fa8",
  "1f8a8a",
  "2d7a4b",
  "d9a514",
  "d2693c",
  "7a4fa3",
  "d8c3a0",
  "eef0f2",
  "22242b",
];

/** Words decide; what the prompt leaves open, and all small differences, come from (persona, prompt, seed). */
export function sceneOf(prompt: string, persona: number, seed: number): Scene {
  const text = prompt.toLowerCase();
  const key = [persona, prompt, seed] as const;
  const decide = <Name>(choices: readonly Choice<Name>[], open: readonly Name[], name: string): Name =>
    choices.find(([pattern]) => pattern.test(text))?.[1] ?? pick(open, name, ...key);
  const spread = (name: string, size: number) => (unit(name, ...key) - 0.5) * 2 * size;
  return {
    framing: decide(framings, ["portrait", "portrait", "half"], "framing"),
    turn: turnOf(text) ?? spread("turn", 0.5),
    nod: nodOf(text) ?? spread("nod", 0.3),
    tiltDegrees: spread("tilt", 7) + (/\b(dutch|tilt\w*)\b/.test(text) ? 6 : 0),
    offset: { x: spread("x", 0.11), y: spread("y", 0.03) },
    mood: decide(moods, ["smile", "smile", "calm", "laugh"], "mood"),
    light: decide(lights, ["day", "soft"], "light"),
    clothes: decide(garments, ["tShirt", "shirt", "openJacket", "turtleNeck"], "clothes"),
    clothesColor: colorOf(text) ?? pick(wardrobe, "colour", ...key),
    setting: settingFromPrompt(text, key),
    view: {
      isMirrored: unit("mirror", ...key) < 0.5,
      zoom: 1.05 + unit("zoom", ...key) * 0.75,
      pan: { x: unit("pan x", ...key), y: unit("pan y", ...key) },
    },
    lightRadians: unit("light from", ...key) * 2 * Math.PI,
  };
}

/** The colour nearest before the garment: "a red dress in front of a grey wall" is red, a green park is nothing. */
function colorOf(text: string): string | undefined {
  const at = Math.min(...garments.map(([pattern]) => text.search(pattern)).filter((index) => index >= 0));
  if (!Number.isFinite(at)) return undefined;
  const before =
    text
      .slice(Math.max(0, at - 30), at)
      .split(/[,.;]/)
      .at(-1) ?? "";
  const garment = text.slice(at, at + 16).split(/[,.;]/)[0] ?? "";
  const phrase = before + garment;
  return colors.find(([pattern]) => pattern.test(phrase))?.[1];
}

/** Seen from above or below: the head nods, -1 down to 1 up. */
function nodOf(text: string): number | undefined {
  if (/\b(from above|high angle|bird)/.test(text)) return -1;
  if (/\b(from below|low angle|worm)/.test(text)) return 1;
  return undefined;
}

function turnOf(text: string): number | undefined {
  const side = /\bright\b/.test(text) ? 1 : -1;
  if (/\bprofile\b/.test(text)) return side;
  if (/\b(three[- ]quarters? (to|view|angle|turn)|3\/4|side angle|over the shoulder|turned)\b/.test(text))
    return side * 0.7;
  if (/\b(front(al)?|facing (the )?camera|straight[- ]on)\b/.test(text)) return 0.05;
  return undefined;
}
