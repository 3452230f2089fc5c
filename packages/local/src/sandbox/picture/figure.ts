import { toonHead } from "@dicebear/collection";
import { createAvatar } from "@dicebear/core";
import type { Persona } from "./persona.ts";
import type { Scene } from "./scene.ts";

/** Face box and centre line of the drawn head, in the 768-wide space of the style. */
export const headSpace = { centerX: 384, centerY: 395, height: 400 };

type Expression = {
  eyes: "happy" | "wide" | "humble" | "wink";
  eyebrows: "raised" | "happy" | "neutral";
  mouth: "smile" | "laugh" | "agape";
};
const expressions: Record<Scene["mood"], Expression> = {
  smile: { eyes: "wide", eyebrows: "neutral", mouth: "smile" },
  laugh: { eyes: "happy", eyebrows: "happy", mouth: "laugh" },
  calm: { eyes: "happy", eyebrows: "neutral", mouth: "smile" },
  dreamy: { eyes: "humble", eyebrows: "neutral", mouth: "smile" },
  serious: { eyes: "wide", eyebrows: "neutral", mouth: "smile" },
  playful: { eyes: "wink", eyebrows: "raised", mouth: "smile" },
  surprised: { eyes: "wide", eyebrows: "raised", mouth: "agape" },
};

/**
 * A person from head to shoes. Head and bust are the ToonHead style by Johan Melin (CC BY 4.0, through DiceBear);
 * body, glasses, freckles and earrings are drawn here, because the style ends at the chest.
 */
export function figureSvg(persona: Persona, scene: Scene): string {
  const color = scene.clothesColor;
  const dressed =
    persona.isMasculine && scene.clothes === "dress" ? { ...scene, clothes: "tShirt" as const } : scene;
  const drawn = createAvatar(toonHead, {
    seed: "fixed",
    ...only("hair", persona.hair),
    ...only("rearHair", persona.rearHair ?? "neckHigh"),
    rearHairProbability: persona.rearHair ? 100 : 0,
    ...only("beard", persona.beard ?? "chin"),
    beardProbability: persona.beard ? 100 : 0,
    ...only("hairColor", persona.hairColor),
    ...only("skinColor", persona.skinColor),
    ...only("clothes", dressed.clothes),
    ...only("clothesColor", color),
    ...only("eyes", expressions[scene.mood].eyes),
    ...only("eyebrows", expressions[scene.mood].eyebrows),
    ...only("mouth", expressions[scene.mood].mouth),
  }).toString();
  // The style's own frame cuts the drawing at 768; ours goes on below it.
  const bust = drawn
    .replace(/^<svg[^>]*>/, "")
    .replace(/<\/svg>$/, "")
    .replace(/<metadata.*<\/metadata>/s, "")
    .replace(/<mask id="viewboxMask".*?<\/mask>/s, "")
    .replace('mask="url(#viewboxMask)"', "");
  // Close to the face the body lies outside the picture; leaving it out saves a fifth of the drawing.
  return `${bust}${scene.framing === "close-up" ? "" : body(persona, dressed, color)}${accessories(persona)}`;
}

const only = <Name extends string, Value>(name: Name, value: Value) =>
  ({ [name]: [value] }) as unknown as Record<Name, [Value]>;

/** Drawn over the bust, whose outline would otherwise show as a line across the chest. */
function body(persona: Persona, scene: Scene, color: string): string {
  const skin = `#${persona.skinColor}`;
  const cloth = `#${color}`;
  const isDress = scene.clothes === "dress";
  const sleeveEnd = scene.clothes === "tShirt" ? 1010 : 1400;
  const legs = isDress
    ? `<path d="M255 1500L285 2420H345L375 1500ZM393 1500L423 2420H483L513 1500Z" fill="${skin}"/>
       <path d="M228 1190Q170 1500 130 1800Q384 1870 638 1800Q598 1500 540 1190Z" fill="${cloth}"/>`
    : `<path d="M222 1220Q195 1480 240 2420H352L384 1520L416 2420H528Q573 1480 546 1220Z" fill="#2d3340"/>`;
  const arms = `<path d="M128 850Q96 1120 118 1400Q112 1490 150 1500Q188 1490 186 1400Q190 1120 250 850Z" fill="${skin}"/>
    <path d="M640 850Q672 1120 650 1400Q656 1490 618 1500Q580 1490 582 1400Q578 1120 518 850Z" fill="${skin}"/>`;
  const sleeves = isDress
    ? ""
    : `<clipPath id="sleeve"><rect x="0" y="800" width="768" height="${sleeveEnd - 800}"/></clipPath>
       <g clip-path="url(#sleeve)" fill="${cloth}"><path d="M127 840Q92 1120 113 1420H191Q190 1120 255 840Z"/>
       <path d="M641 840Q676 1120 655 1420H577Q578 1120 513 840Z"/></g>`;
  const torso = isDress
    ? `<path d="M238 774Q236 1060 228 1250Q384 1280 540 1250Q532 1060 530 774Z" fill="${cloth}"/>`
    : `<path d="M190 860Q235 1060 228 1250Q384 1280 540 1250Q533 1060 578 860Z" fill="${cloth}"/>`;
  const lining =
    scene.clothes === "openJacket"
      ? `<path d="M315 860L322 1268Q384 1274 448 1268L455 860Z" fill="#000" opacity=".25"/>`
      : "";
  // A soft line under each arm keeps sleeve and torso apart where both have one colour.
  const folds = `<path d="M236 900Q224 1060 226 1240M532 900Q544 1060 542 1240" fill="none" stroke="#000" stroke-opacity=".22" stroke-width="5"/>`;
  return `${legs}${arms}${sleeves}
    <path d="M240 2410Q200 2480 236 2490H350V2410ZM528 2410Q568 2480 532 2490H418V2410Z" fill="#eceae6"/>
    ${torso}${lining}${folds}`;
}

function accessories(persona: Persona): string {
  const parts: string[] = [];
  if (persona.hasFreckles) {
    const spots = [
      [268, 470],
      [284, 480],
      [300, 468],
      [468, 468],
      [484, 480],
      [500, 470],
      [292, 492],
      [476, 492],
    ];
    parts.push(
      spots.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="4" fill="#a5603c" opacity=".55"/>`).join(""),
    );
  }
  if (persona.lipColor) {
    parts.push(
      `<path d="M346 508Q384 524 422 504Q386 532 346 508Z" fill="#${persona.lipColor}" opacity=".8"/>`,
    );
  }
  if (persona.glasses) {
    parts.push(`<g fill="#dff1f7" fill-opacity=".16" stroke="#${persona.glasses}" stroke-width="9">
      <rect x="246" y="356" width="118" height="92" rx="34"/><rect x="404" y="356" width="118" height="92" rx="34"/>
      <path d="M364 392Q384 380 404 392" fill="none"/></g>`);
  }
  if (persona.earrings) {
    parts.push(`<g fill="none" stroke="#${persona.earrings}" stroke-width="8">
      <circle cx="212" cy="520" r="19"/><circle cx="556" cy="520" r="19"/></g>`);
  }
  return parts.join("");
}
