"use server";

import { Change } from "@vixen/core/user/schema.ts";
import { cookies } from "next/headers";
import { clientOf } from "./api-type.ts";
import { languages, themes } from "./preference-value.ts";
import { answerOf, Refusal } from "./refusal.ts";
import { findSession } from "./server-api.ts";
import type { Problem } from "./use-form.ts";

const yearSeconds = 365 * 86_400;
const Choice = Change.pick({ language: true, theme: true });

/**
 * Sets the language or the theme: in the account of whoever is signed in, and in this browser for the pages
 * before that. A value that is neither is left out. Answers why not when the account could not be asked, and
 * changes nothing when the form is an account's (`isAccount`) whose session has ended.
 */
export async function choosePreference(
  _before: Problem | undefined,
  form: FormData,
): Promise<Problem | undefined> {
  const given = { language: form.get("language") ?? undefined, theme: form.get("theme") ?? undefined };
  const { data: json } = Choice.safeParse(given);
  if (!json) return undefined;
  const session = await findSession();
  if (!session && form.has("isAccount")) return { code: "session_ended", requestId: "", status: 401 };
  if (session) {
    const headers = { authorization: `Bearer ${session.accessToken}` };
    try {
      await answerOf(clientOf(process.env.API_URL ?? "", { headers }).auth.me.$patch({ json }));
    } catch (error) {
      if (error instanceof Refusal) {
        const { code, requestId, status } = error;
        return { code, requestId, status };
      }
      console.error(error);
      return { code: "unreachable", requestId: "" };
    }
  }
  const jar = await cookies();
  const remember = (name: "language" | "theme", values: readonly string[]) => {
    const value = json[name];
    if (value && values.includes(value)) {
      jar.set(name, value, { maxAge: yearSeconds, path: "/", sameSite: "lax" });
    }
  };
  remember("language", languages);
  remember("theme", themes);
  return undefined;
}
