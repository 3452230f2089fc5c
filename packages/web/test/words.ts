import { createTranslator } from "next-intl";
import en from "../src/messages/en.json" with { type: "json" };
import es from "../src/messages/es.json" with { type: "json" };

export type Language = "es" | "en";

/** What the screens say, from the same catalogues: `say("wizard")("next")`. */
export const wordsOf = (language: Language) => (namespace: keyof typeof en) =>
  createTranslator({ locale: language, messages: { es, en }[language] as typeof en, namespace }) as (
    key: string,
    values?: Record<string, string | number>,
  ) => string;
