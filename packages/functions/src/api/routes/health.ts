import { createRoute, z } from "@hono/zod-openapi";
import * as Actor from "@vixen/core/kit/actor.ts";
import { sql, transaction } from "@vixen/core/kit/db.ts";
import { failures, json } from "../contract.ts";
import { createRouter } from "../router.ts";

const get = createRoute({
  method: "get",
  path: "/health",
  tags: ["health"],
  summary: "Whether the API runs; with deep=1 also whether it reaches its database.",
  request: { query: z.object({ deep: z.enum(["0", "1"]).default("0") }) },
  responses: {
    200: json(z.object({ status: z.literal("ok"), version: z.string() }), "It runs."),
    ...failures,
  },
});

export const healthRoutes = createRouter().openapi(get, async (c) => {
  if (c.req.valid("query").deep === "1") {
    await Actor.asSystem("health", () => transaction(() => sql`select 1`));
  }
  return c.json({ status: "ok" as const, version: process.env.RELEASE ?? "development" }, 200);
});
