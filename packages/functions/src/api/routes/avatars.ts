import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import * as Overview from "@vixen/core/avatar/overview.ts";
import * as RemovalReceipt from "@vixen/core/avatar/removal-receipt.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { notFound } from "@vixen/core/kit/error.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, empty, failures, IdempotencyHeaders, json, Moment } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";
import {
  AvatarCardView,
  AvatarView,
  avatarView,
  cardView,
  OverviewView,
  overviewView,
} from "../views/avatar.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ avatarId: idSchema("avatar") });

const RemovalView = z
  .object({
    avatarId: idSchema("avatar"),
    /** Pending before the first round, swept while something may still come, finished at the end. */
    status: z.enum(["pending", "swept", "finished"]),
    filesDeleted: z.int(),
    modelsDeleted: z.int(),
    /** Trained models that the provider still has; after the end those that it would not let go. */
    modelsLeft: z.int(),
    /** What the providers were making at the deletion and are still to stop or to settle. */
    runsLeft: z.int(),
    requestedAt: Moment,
    finishedAt: Moment.nullable(),
  })
  .openapi("AvatarRemoval");

const create = createRoute({
  ...shared,
  method: "post",
  path: "/",
  summary: "Creates a persona as a draft.",
  request: { headers: IdempotencyHeaders, body: body(AvatarSchema.Create) },
  responses: { 201: json(AvatarView, "The draft."), ...failures },
});

const list = createRoute({
  ...shared,
  method: "get",
  path: "/",
  summary: "Personas, newest first; archived ones only when asked for.",
  request: { query: pageQuery("avatar").extend({ status: z.enum(AvatarSchema.statuses).optional() }) },
  responses: { 200: json(pageOf(AvatarCardView), "One page."), ...failures },
});

const get = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}",
  summary: "A persona with its identity and where its setup stands.",
  request: { params },
  responses: { 200: json(OverviewView, "The persona."), ...failures },
});

const update = createRoute({
  ...shared,
  method: "patch",
  path: "/{avatarId}",
  summary: "Changes what may be changed, or archives.",
  request: { params, body: body(AvatarSchema.Update) },
  responses: { 200: json(OverviewView, "The persona after the change."), ...failures },
});

const remove = createRoute({
  ...shared,
  method: "delete",
  path: "/{avatarId}",
  summary: "Deletes a persona and everything made for it, but not what it cost.",
  request: { params },
  responses: { 204: empty("Deleted."), ...failures },
});

const removal = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/removal",
  summary: "The receipt of a deletion: what is gone of files and trained models, and what is still to go.",
  request: { params },
  responses: { 200: json(RemovalView, "How far the deletion is."), ...failures },
});

export const avatarRoutes = createRouter()
  .openapi(create, async (c) => {
    const row = await inTransactionOnce(c, 201, () => Avatar.create(c.req.valid("json")));
    return c.json(await avatarView({ ...row, faceKey: null }), 201);
  })
  .openapi(list, async (c) => {
    const { status, ...page } = c.req.valid("query");
    const rows = await inTransaction(c, () => readPage(page, (asked) => Overview.list({ ...asked, status })));
    return c.json({ items: await Promise.all(rows.items.map(cardView)), next: rows.next }, 200);
  })
  .openapi(get, async (c) => {
    const row = await inTransaction(c, () => Overview.get(c.req.valid("param").avatarId));
    return c.json(await overviewView(row), 200);
  })
  .openapi(update, async (c) => {
    const { avatarId } = c.req.valid("param");
    const row = await inTransaction(c, async () => {
      await Avatar.update(avatarId, c.req.valid("json"));
      return Overview.get(avatarId);
    });
    return c.json(await overviewView(row), 200);
  })
  .openapi(remove, async (c) => {
    await inTransaction(c, () => Avatar.remove(c.req.valid("param").avatarId));
    return c.body(null, 204);
  })
  .openapi(removal, async (c) => {
    const { avatarId } = c.req.valid("param");
    const receipt = await inTransaction(c, () => RemovalReceipt.find(avatarId));
    if (!receipt) throw notFound("deletion of", avatarId);
    const left = { modelsLeft: receipt.models.length, runsLeft: receipt.attempts.length };
    return c.json(RemovalView.parse({ ...receipt, ...left }), 200);
  });
