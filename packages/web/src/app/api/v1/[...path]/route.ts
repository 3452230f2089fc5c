import type { NextRequest } from "next/server";
import { clientHeader } from "../../../../lib/client-header.ts";
import { openSession, sessionCookie } from "../../../../lib/session.ts";

const forwarded = ["content-type", "idempotency-key", "if-none-match", "user-agent"];
const returned = [
  "content-type",
  "etag",
  "cache-control",
  "x-request-id",
  "x-next-cursor",
  "retry-after",
  "location",
];

/** What needs no session. The paths that answer tokens are not here: scripts never see those. */
const open = new Set([
  "/api/v1/auth/sign-up",
  "/api/v1/auth/password-reset",
  "/api/v1/auth/password-reset/confirm",
]);
const closed = new Set(["/api/v1/auth/sign-in", "/api/v1/auth/confirm", "/api/v1/auth/refresh"]);

/** Hands a browser's request to the API with the token from the sealed cookie, which scripts never see. */
async function forward(request: NextRequest): Promise<Response> {
  if (isForeign(request)) return refusal(403, "origin_foreign");
  const { pathname, search } = request.nextUrl;
  if (closed.has(pathname)) return refusal(404, "route_unknown");
  const session = await openSession(request.cookies.get(sessionCookie().name)?.value);
  if (!session && !open.has(pathname)) return refusal(401, "sign_in_required");
  const headers = new Headers(await clientHeader(request.headers));
  if (session) headers.set("authorization", `Bearer ${session.accessToken}`);
  for (const name of forwarded) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const hasBody = request.method !== "GET" && request.method !== "DELETE";
  try {
    const answer = await fetch(new URL(pathname + search, process.env.API_URL), {
      method: request.method,
      headers,
      ...(hasBody ? { body: await request.text() } : {}),
      signal: AbortSignal.timeout(28_000),
    });
    const kept = returned.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as [string, string]];
    });
    return new Response(answer.status === 204 || answer.status === 304 ? null : answer.body, {
      status: answer.status,
      headers: kept,
    });
  } catch (error) {
    console.error("forward_failed", error instanceof Error ? error.message : error);
    return refusal(503, "unreachable");
  }
}

/** The cookie is `SameSite=Lax`; this is the second wall, for what a page of another origin sends. */
function isForeign(request: NextRequest): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  // A browser too old to say that still names the origin with a write.
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return origin !== null && (!URL.canParse(origin) || new URL(origin).host !== host);
}

const refusal = (status: number, code: string) =>
  Response.json({ error: { code, message: "", docs: `docs/errors.md#${code}`, requestId: "" } }, { status });

export { forward as DELETE, forward as GET, forward as PATCH, forward as POST };
