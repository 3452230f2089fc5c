import { setting } from "@vixen/core/kit/config.ts";
import { AppError } from "@vixen/core/kit/error.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { methodNotAllowed } from "hono/method-not-allowed";
import { secureHeaders } from "hono/secure-headers";
import type { Middleware } from "./contract.ts";
import { answer, onError } from "./errors.ts";
import { createRouter } from "./router.ts";

// Lambda takes six megabytes, beyond which the caller would not be answered by us. What is longest is a thousand ids
// of pieces, some 30 kB.
const maxBodyBytes = 1024 * 1024;

/** A router with what every request passes through. */
export function edge() {
  const router = createRouter();
  router.onError(onError);
  router.notFound((c) =>
    answer(c, {
      status: 404,
      code: "route_unknown",
      message: `There is no ${c.req.path} here. The routes are listed at /api/v1/openapi.json.`,
    }),
  );
  router.use(withRequestId, secureHeaders(headers), withCors());
  router.use("/api/v1/openapi.json", withEtag);
  router.use("/api/v1/avatars/:avatarId", withEtag);
  router.use("/api/v1/content/batches/:batchId", withEtag);
  router.use(
    methodNotAllowed({
      app: router,
      onMethodNotAllowed: (c, methods) => {
        c.header("allow", methods.join(", "));
        const message = `${c.req.method} is not possible here. Use ${methods.join(", ")}.`;
        return answer(c, { status: 405, code: "method_not_allowed", message });
      },
    }),
  );
  router.use(bodyLimit({ maxSize: maxBodyBytes, onError: refuseBody }));
  return router;
}

function refuseBody(): never {
  throw new AppError("too_large", "body_too_large", "The body is larger than 1 MB. Send less at a time.");
}

const withRequestId: Middleware = async (c, next) => {
  c.set("requestId", createId("request"));
  await next();
  c.res.headers.set("x-request-id", c.get("requestId"));
};

/** JSON needs nothing from a browser; what is opened by mistake may load and frame nothing. */
const headers = {
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  crossOriginResourcePolicy: "cross-origin",
};

/** What a script of the site may read; the gateway names the same in `stacks/api.ts`. */
export const exposedHeaders = [
  "etag",
  "idempotent-replayed",
  "location",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "retry-after",
  "x-next-cursor",
  "x-request-id",
];

/** The gateway answers preflights itself where it has a CORS configuration; this is for where it has none. */
function withCors(): Middleware {
  return cors({
    origin: (origin) => (setting("WEB_ORIGIN").split(",").includes(origin) ? origin : undefined),
    allowMethods: ["GET", "POST", "PATCH", "DELETE"],
    allowHeaders: ["accept-language", "authorization", "content-type", "idempotency-key", "if-none-match"],
    exposeHeaders: exposedHeaders,
    maxAge: 7_200,
  });
}

/**
 * Saves bytes on what is polled. Hono's 304 keeps a short list of headers only, and without those of CORS a
 * browser reports "Failed to fetch".
 */
const withEtag: Middleware = etag({
  retainedHeaders: [
    ...RETAINED_304_HEADERS,
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-expose-headers",
    ...exposedHeaders,
  ],
});
