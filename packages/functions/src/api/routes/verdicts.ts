import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { verdictSchema } from "@vixen/core/safety/reason.ts";
import * as Verdict from "@vixen/core/safety/verdict.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";
import { VerdictCounts, VerdictView, verdictView } from "../views/verdict.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ avatarId: idSchema("avatar") });

const list = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/verdicts",
  summary: "What the safety checks said of all that was made for a persona, newest first.",
  request: {
    params,
    query: pageQuery("verdict").extend({
      verdict: verdictSchema.optional(),
      place: Verdict.placeSchema.optional(),
      code: z
        .string()
        .regex(/^[a-z0-9_]{1,60}$/, "A rule's code has small letters, digits and underscores.")
        .optional(),
    }),
  },
  responses: { 200: json(pageOf(VerdictView), "One page."), ...failures },
});

const counts = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/verdicts/counts",
  summary: "How many verdicts there are of each kind, and which rules spoke.",
  request: { params },
  responses: { 200: json(VerdictCounts, "The counts."), ...failures },
});

export const verdictRoutes = createRouter()
  .openapi(list, async (c) => {
    const { avatarId } = c.req.valid("param");
    const { limit, cursor, ...filter } = c.req.valid("query");
    const rows = await inTransaction(c, async () => {
      await Avatar.get(avatarId);
      return readPage({ limit, cursor }, (page) => Verdict.list({ avatarId, ...filter }, page));
    });
    return c.json({ items: await Promise.all(rows.items.map(verdictView)), next: rows.next }, 200);
  })
  .openapi(counts, async (c) => {
    const { avatarId } = c.req.valid("param");
    const found = await inTransaction(c, async () => {
      await Avatar.get(avatarId);
      return Verdict.count(avatarId);
    });
    return c.json(VerdictCounts.parse(found), 200);
  });
