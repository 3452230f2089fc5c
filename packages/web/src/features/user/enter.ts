import { Refusal } from "../../lib/refusal.ts";

/** Signs in through NextAuth, whose answer carries the API's code when it is a no. */
export async function enter(provider: "password" | "mail", given: Record<string, string>): Promise<void> {
  // Needed once a session, and not by the pages that hold the form to sign in again.
  const { signIn } = await import("next-auth/react");
  const answer = await signIn(provider, { ...given, redirect: false });
  if (answer?.error || !answer?.ok) {
    const code = answer?.error ?? "internal";
    throw new Refusal(answer?.status ?? 0, { code, message: "", requestId: "" });
  }
}

/** Where to go after signing in: only ever a path of this site. */
export const safePath = (path: string | undefined): string =>
  path && /^\/(?![/\\])/.test(path) ? path : "/";
