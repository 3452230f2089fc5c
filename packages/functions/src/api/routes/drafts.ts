import { createRoute, z } from "@hono/zod-openapi";
import { findCity, suggestCities } from "@vixen/core/avatar/city.ts";
import * as Draft from "@vixen/core/avatar/draft.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, empty, failures, IdempotencyHeaders, json, Moment } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ draftId: idSchema("avatarDraft") });
const DraftView = AvatarSchema.Draft.extend({ createdAt: Moment, updatedAt: Moment }).openapi("AvatarDraft");
const CityView = z
  .object({
    /** The city that the name means; null when none does. */
    found: z.object({ city: z.string(), country: z.string(), timezone: z.string() }).nullable(),
    /** What may have been meant, as "City, Country". */
    suggestions: z.array(z.string()),
  })
  .openapi("CityLookup");

const create = createRoute({
  ...shared,
  method: "post",
  path: "/drafts",
  summary: "Keeps what was typed so far of a persona; nothing is required yet.",
  request: { headers: IdempotencyHeaders, body: body(AvatarSchema.SaveDraft) },
  responses: { 201: json(DraftView, "The draft."), ...failures },
});

const list = createRoute({
  ...shared,
  method: "get",
  path: "/drafts",
  summary: "Drafts that no persona was made of yet, newest first.",
  request: { query: pageQuery("avatarDraft") },
  responses: { 200: json(pageOf(DraftView), "One page."), ...failures },
});

const get = createRoute({
  ...shared,
  method: "get",
  path: "/drafts/{draftId}",
  summary: "A draft, with the persona that was made of it.",
  request: { params },
  responses: { 200: json(DraftView, "The draft."), ...failures },
});

const save = createRoute({
  ...shared,
  method: "patch",
  path: "/drafts/{draftId}",
  summary: "Keeps what is typed now in place of what was.",
  request: { params, body: body(AvatarSchema.SaveDraft) },
  responses: { 200: json(DraftView, "The draft."), ...failures },
});

const remove = createRoute({
  ...shared,
  method: "delete",
  path: "/drafts/{draftId}",
  summary: "Deletes a draft; a persona made of it stays.",
  request: { params },
  responses: { 204: empty("Deleted."), ...failures },
});

const city = createRoute({
  ...shared,
  method: "get",
  path: "/cities",
  summary: "The city a name means, with its time zone, and what else may have been meant.",
  request: { query: z.object({ name: z.string().trim().min(1).max(80) }) },
  responses: { 200: json(CityView, "What was found."), ...failures },
});

/** Before `/{avatarId}`, which would take these paths for ids. */
export const draftRoutes = createRouter()
  .openapi(create, async (c) => {
    const draft = await inTransactionOnce(c, 201, () => Draft.create(c.req.valid("json")));
    return c.json(DraftView.parse(draft), 201);
  })
  .openapi(list, async (c) => {
    const rows = await inTransaction(c, () => readPage(c.req.valid("query"), Draft.list));
    return c.json({ items: rows.items.map((row) => DraftView.parse(row)), next: rows.next }, 200);
  })
  .openapi(get, async (c) => {
    const draft = await inTransaction(c, () => Draft.get(c.req.valid("param").draftId));
    return c.json(DraftView.parse(draft), 200);
  })
  .openapi(save, async (c) => {
    const { draftId } = c.req.valid("param");
    const draft = await inTransaction(c, () => Draft.save(draftId, c.req.valid("json")));
    return c.json(DraftView.parse(draft), 200);
  })
  .openapi(remove, async (c) => {
    await inTransaction(c, () => Draft.remove(c.req.valid("param").draftId));
    return c.body(null, 204);
  })
  .openapi(city, async (c) => {
    const { name } = c.req.valid("query");
    const answer = { found: findCity(name) ?? null, suggestions: suggestCities(name) };
    return c.json(await inTransaction(c, async () => answer), 200);
  });
