import type { Context } from "hono";
import type { Environment } from "./environment.ts";

/** The caller's address as the gateway saw it; a header could be anybody's. */
export function addressOf(c: Context<Environment>): string {
  const request = c.env?.event?.requestContext;
  if (request && "http" in request) return request.http.sourceIp;
  return "unknown";
}

/** What a session is listed by. */
export function deviceOf(c: Context<Environment>): { userAgent: string; address: string } {
  return { userAgent: c.req.header("user-agent") ?? "", address: addressOf(c) };
}
