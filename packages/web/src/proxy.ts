import { type NextRequest, NextResponse } from "next/server";
import { contentPolicy } from "./lib/content-policy.ts";
import { refreshed } from "./lib/refresh.ts";
import { openSession, sealSession, sessionCookie, sessionSeconds } from "./lib/session.ts";

/**
 * Sets the content policy, and keeps the session's tokens fresh: a page that renders cannot set a cookie, so
 * the new one is put on the request that goes on and on the answer. Pages check the session themselves.
 */
export async function proxy(request: NextRequest) {
  const nonce = crypto.randomUUID();
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? "";
  const policy = contentPolicy(nonce, host);
  const { name, options } = sessionCookie();
  const sealed = request.cookies.get(name)?.value;
  const session = await openSession(sealed);
  const current = session && (await refreshed(session, request.headers));
  const renewed = current && current !== session ? await sealSession(current) : undefined;
  if (renewed) request.cookies.set(name, renewed);
  // A prefetch may lose a race that the page itself wins: it never takes the cookie away.
  const isEnded =
    session !== undefined && current === undefined && !request.headers.has("next-router-prefetch");
  if (isEnded) request.cookies.delete(name);

  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (renewed) response.cookies.set(name, renewed, { ...options, maxAge: sessionSeconds });
  if (isEnded) response.cookies.delete(name);
  return response;
}

export const config = { matcher: "/((?!_next/static|_next/image|favicon.ico|icon.svg|api/auth).*)" };
