/** What API Gateway does about cross-origin calls when the API has a CORS configuration. */

import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { likePattern } from "../sdk/policy.ts";

export const corsSchema = z.object({
  AllowOrigins: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  AllowCredentials: z.coerce.boolean().default(false),
  MaxAge: z.coerce.number().optional(),
});

export type Cors = z.infer<typeof corsSchema>;

export const isPreflight = (request: IncomingMessage): boolean =>
  request.method === "OPTIONS" &&
  request.headers.origin !== undefined &&
  request.headers["access-control-request-method"] !== undefined;

/** Headers for the answer; none where the origin is not allowed. The gateway's replace those of the function. */
export function corsHeaders(cors: Cors, request: IncomingMessage): Record<string, string> {
  const { origin } = request.headers;
  if (!origin || !cors.AllowOrigins.some((allowed) => likePattern(allowed, origin))) return {};
  const headers: Record<string, string> = {
    "access-control-allow-origin": cors.AllowOrigins.includes("*") && !cors.AllowCredentials ? "*" : origin,
    vary: "Origin",
  };
  if (cors.AllowCredentials) headers["access-control-allow-credentials"] = "true";
  if (isPreflight(request)) {
    headers["access-control-allow-methods"] = cors.AllowMethods.join(",");
    headers["access-control-allow-headers"] = cors.AllowHeaders.join(",");
    if (cors.MaxAge !== undefined) headers["access-control-max-age"] = String(cors.MaxAge);
  } else if (cors.ExposeHeaders.length > 0) {
    headers["access-control-expose-headers"] = cors.ExposeHeaders.join(",");
  }
  return headers;
}
