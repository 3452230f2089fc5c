import { getRequestConfig } from "next-intl/server";
import { readLanguage, readZone } from "../lib/preference.ts";
import type { Language } from "../lib/preference-value.ts";
import type es from "../messages/es.json";

/** Spanish is what the code is checked against; a message that English lacks is a type error here. */
const catalogues: Record<Language, () => Promise<{ default: typeof es }>> = {
  es: () => import("../messages/es.json"),
  en: () => import("../messages/en.json"),
};

export default getRequestConfig(async () => {
  const locale = await readLanguage();
  return { locale, messages: (await catalogues[locale]()).default, timeZone: await readZone() };
});
