import { cookies, headers } from "next/headers";
import { currentUser } from "./current-user.ts";
import { type Language, languages, type Theme, themes } from "./preference-value.ts";

/** The account's language; for a stranger the one that was chosen, else the browser's first that we speak. */
export async function readLanguage(): Promise<Language> {
  const user = await currentUser();
  if (user) return user.language;
  const chosen = (await cookies()).get("language")?.value;
  const asked = ((await headers()).get("accept-language") ?? "").split(",").map((part) => part.slice(0, 2));
  return [chosen, ...asked].flatMap((name) => languages.filter((language) => language === name))[0] ?? "es";
}

export async function readTheme(): Promise<Theme> {
  const user = await currentUser();
  if (user) return user.theme;
  const chosen = (await cookies()).get("theme")?.value;
  return themes.find((theme) => theme === chosen) ?? "system";
}

/** The zone in which moments are told, an IANA name. */
export const readZone = async (): Promise<string> => (await currentUser())?.timezone ?? "UTC";

/** What this browser alone keeps of the frame: a narrow rail, and the avatar that lists are about. */
export async function readFrame(): Promise<{ isNarrow: boolean; avatarId: string | undefined }> {
  const jar = await cookies();
  return { isNarrow: jar.get("rail")?.value === "narrow", avatarId: jar.get("avatar")?.value || undefined };
}
