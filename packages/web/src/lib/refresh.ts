import { Tokens } from "@vixen/core/user/schema.ts";
import { clientHeader } from "./client-header.ts";
import { type Session, tokensOf } from "./session.ts";

/** Early enough that a token does not end on its way. */
const marginMs = 60_000;

/**
 * The session with tokens that are good for the request at hand. Undefined when the API has ended it. When the
 * API cannot be asked, the session stays as it is: the page then says what the matter is.
 */
export async function refreshed(session: Session, request: Headers): Promise<Session | undefined> {
  if (session.expiresAt - Date.now() > marginMs) return session;
  try {
    const response = await fetch(new URL("/api/v1/auth/refresh", process.env.API_URL), {
      method: "POST",
      headers: { "content-type": "application/json", ...(await clientHeader(request)) },
      body: JSON.stringify({ refreshToken: session.refreshToken }),
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status === 401) return undefined;
    if (!response.ok) return session;
    return { ...session, ...tokensOf(Tokens.parse(await response.json())) };
  } catch (error) {
    console.error("refresh_failed", error instanceof Error ? error.message : error);
    return session;
  }
}
