import type { Brief } from "./brief.ts";
import type { Dice } from "./dice.ts";
import { lastUserText } from "./prompt.ts";
import { detectTongue, fold, wordsOf } from "./words.ts";

const lines = {
  es: [
    "Me importa {topic} porque me recuerda por qué empecé con {niche}.",
    "Sobre {topic}: lo vivo como {interest}, sin forzarlo.",
    "{topic} y {interest} se llevan mejor de lo que parece.",
    "Si hablamos de {topic}, empiezo siempre por {interest}.",
    "Entre {niche} y {topic} encuentro mi sitio.",
  ],
  en: [
    "I care about {topic} because it reminds me why I started with {niche}.",
    "About {topic}: I treat it like {interest}, nothing forced.",
    "There is more {interest} in {topic} than you would think.",
    "When it comes to {topic} I always begin with {interest}.",
    "Between {niche} and {topic} is where I feel at home.",
  ],
};

/** An answer where no field and no task says more: a sentence about what was asked last. */
export function generalText(brief: Brief, dice: Dice): string {
  const { persona } = brief;
  // In a conversation the asker's language and topic count; in a field of a profile only the persona's do.
  const isTalk = brief.task === "general";
  const tongue = (isTalk ? detectTongue(lastUserText(brief.prompt)) : undefined) ?? persona.tongue;
  const [interest = persona.niche, other = persona.niche] = dice.sample(persona.interests, 2);
  const words: Record<string, string> = {
    topic: (isTalk ? topicOf(lastUserText(brief.prompt)) : undefined) ?? other,
    niche: persona.niche,
    interest,
  };
  const text = dice.pick(lines[tongue]).replace(/\{(\w+)\}/g, (_whole, slot: string) => words[slot] ?? "");
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The longest word of the last question: crude, but it is the asker's own. */
function topicOf(text: string): string | undefined {
  const sentence = text.split(/[.!\n]/).findLast((part) => part.trim() !== "") ?? "";
  const longest = wordsOf(sentence).sort((left, right) => right.length - left.length)[0];
  if (longest === undefined || longest.length < 4) return undefined;
  return sentence.match(/[\p{L}\p{N}]+/gu)?.find((word) => fold(word) === longest);
}
