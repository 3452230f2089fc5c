import { fold, type Tongue } from "../words.ts";

/** Phrases platforms demote as engagement bait, matched on folded text. */
const patterns: RegExp[] = [
  /\b(?:dale|dame|deja(?:me)?|da|dejad)\b[^.!?\n]{0,20}\b(?:like|me gusta|corazon)/,
  /\b(?:comenta|escribe)\b[^.!?\n]{0,24}(?:\bsi\b|abajo|"|«|👇)/,
  /\betiqueta\b[^.!?\n]{0,30}\b(?:amig|alguien|persona|quien)/,
  /\bsigueme\b|\bsiguenos\b|\bsigue(?:me)? para mas/,
  /\bcomparte (?:si|esto|con)\b/,
  /\bguarda (?:este|esta)\b[^.!?\n]{0,12}\b(?:post|publicacion|foto)/,
  /\blink (?:en|in) (?:la |my |the )?bio\b|\benlace en (?:la |mi )?bio\b/,
  /\btag (?:a|your|someone|\d+|two|three)\b/,
  /\b(?:like|share|comment|double[- ]tap)\b[^.!?\n]{0,14}\bif\b/,
  /\bdouble[- ]tap\b|\bsmash (?:that|the) like\b/,
  /\bfollow (?:me )?for more\b|\bfollow for follow\b|\bf4f\b|\bl4l\b/,
  /\bcomment\b[^.!?\n]{0,16}\b(?:below|yes)\b/,
  /\bno (?:vas a|te lo vas a) creer\b|\byou won'?t believe\b/,
];

export const baitIn = (text: string): string | undefined => {
  const flat = fold(text);
  for (const pattern of patterns) {
    const found = pattern.exec(flat)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
};

export const baitLines: Record<Tongue, string[]> = {
  es: [
    "Dale like si tú también.",
    "Etiqueta a una amiga que lo necesita.",
    "Comenta SÍ abajo y te cuento más.",
    "Sígueme para más.",
    "Comparte si estás de acuerdo.",
    "Link en la bio.",
  ],
  en: [
    "Double tap if you agree.",
    "Tag a friend who needs this.",
    "Comment YES below and I'll tell you more.",
    "Follow me for more.",
    "Share if you feel it too.",
    "Link in bio.",
  ],
};
