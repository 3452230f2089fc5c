import { detectTongue, fold, type Tongue } from "../words.ts";
import { indoors } from "./places-indoors.ts";
import { outdoors } from "./places-outdoors.ts";

export const places = [...indoors, ...outdoors];

const moments: { match: RegExp; es: string; en: string }[] = [
  { match: /sunset|atardecer|golden hour|hora dorada|dusk/, es: "al atardecer", en: "at sunset" },
  { match: /sunrise|amanecer|dawn/, es: "al amanecer", en: "at sunrise" },
  { match: /morning|mañana|breakfast|desayuno/, es: "por la mañana", en: "in the morning" },
  { match: /night|noche|midnight/, es: "de noche", en: "at night" },
  { match: /rain|lluvia|storm|tormenta/, es: "bajo la lluvia", en: "in the rain" },
  { match: /autumn|otoño|fall leaves/, es: "en otoño", en: "in autumn" },
  { match: /spring|primavera/, es: "en primavera", en: "in spring" },
  { match: /summer|verano/, es: "en verano", en: "in summer" },
  { match: /winter|invierno/, es: "en invierno", en: "in winter" },
];

type SceneWords = { where: string; details: string[]; moment: string };

/** Puts a scene into the words of one language. One that it does not know is quoted, if it is in that language. */
export function sceneWords(scene: string, tongue: Tongue): SceneWords {
  const flat = fold(scene);
  const place = places
    .map((one) => ({ one, at: flat.search(one.match) }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at)[0]?.one;
  const moment =
    moments.find((one) => one.match.test(flat) || one.match.test(scene.toLowerCase()))?.[tongue] ?? "";
  if (!place) {
    const details =
      tongue === "es" ? ["los pequeños detalles", "la luz justa"] : ["the small details", "the right light"];
    return { where: quoted(scene, tongue) ?? (tongue === "es" ? "aquí" : "here"), details, moment };
  }
  return { where: place[tongue], details: tongue === "es" ? place.esDetails : place.enDetails, moment };
}

function quoted(scene: string, tongue: Tongue): string | undefined {
  const own = scene.split(/[,.;]/)[0]?.trim().split(/\s+/).slice(0, 6).join(" ") ?? "";
  if (own === "" || (detectTongue(scene) ?? tongue) !== tongue) return undefined;
  return tongue === "es" ? `con «${own}»` : `with “${own}”`;
}
