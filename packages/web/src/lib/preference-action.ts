"use server";

import { cookies } from "next/headers";
import { languages, themes } from "./preference-value.ts";

const yearSeconds = 365 * 86_400;

/** Remembers the language or the theme in this browser; a value that is neither is left out. */
export async function choosePreference(form: FormData): Promise<void> {
  const jar = await cookies();
  const remember = (name: string, values: readonly string[]) => {
    const value = form.get(name);
    if (typeof value === "string" && values.includes(value)) {
      jar.set(name, value, { maxAge: yearSeconds, path: "/", sameSite: "lax" });
    }
  };
  remember("language", languages);
  remember("theme", themes);
}
