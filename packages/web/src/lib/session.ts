import { decode, encode, type JWT } from "next-auth/jwt";
import { z } from "zod";
import { sessionSecret } from "./site-secret.ts";

/** What the sealed cookie holds. Nothing of it is ever sent to the browser's scripts. */
const Session = z.object({
  name: z.string(),
  email: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Moment in milliseconds at which the access token ends. */
  expiresAt: z.number(),
});
export type Session = z.infer<typeof Session>;

/** As long as the API's refresh token lives. */
export const sessionSeconds = 30 * 86_400;

const isSecure = () => process.env.NEXTAUTH_URL?.startsWith("https:") ?? false;

/** The prefix makes a browser refuse the cookie where it does not come over https. */
export const sessionCookie = () => ({
  name: `${isSecure() ? "__Secure-" : ""}next-auth.session-token`,
  options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const,
});

/** Opens a cookie's value; undefined when it is none of ours or has run out. */
export async function openSession(value: string | undefined): Promise<Session | undefined> {
  if (!value) return undefined;
  try {
    return Session.parse(await decode({ token: value, secret: await sessionSecret() }));
  } catch {
    return undefined; // sealed with another secret, changed, or of an older shape: whoever has it signs in again
  }
}

export async function sealSession(session: Session): Promise<string> {
  const token: JWT = { ...session };
  return encode({ token, secret: await sessionSecret(), maxAge: sessionSeconds });
}

/** The API's answer to signing in or refreshing, as the cookie keeps it. */
export function tokensOf(answer: { accessToken: string; refreshToken: string; expiresInSeconds: number }) {
  const { accessToken, refreshToken, expiresInSeconds } = answer;
  return { accessToken, refreshToken, expiresAt: Date.now() + expiresInSeconds * 1000 };
}
