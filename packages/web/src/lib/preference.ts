import { cookies, headers } from "next/headers";
import { type Language, languages, type Theme, themes } from "./preference-value.ts";

/** The language that was chosen, else the first of the browser's that we speak, else Spanish. */
export async function readLanguage(): Promise<Language> {
  const chosen = (await cookies()).get("language")?.value;
  const asked = ((await headers()).get("accept-language") ?? "").split(",").map((part) => part.slice(0, 2));
  return [chosen, ...asked].flatMap((name) => languages.filter((language) => language === name))[0] ?? "es";
}

export async function readTheme(): Promise<Theme> {
  const chosen = (await cookies()).get("theme")?.value;
  return themes.find((theme) => theme === chosen) ?? "system";
}

/** Whether keys without Ctrl or ⌘ do something; who dictates switches them off. */
export const readSingleKeys = async (): Promise<boolean> =>
  (await cookies()).get("single-keys")?.value !== "off";
