import { createRoute, z } from "@hono/zod-openapi";
import * as SavedView from "@vixen/core/content/saved-view.ts";
import * as ContentSchema from "@vixen/core/content/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, body, empty, failures, json, Moment } from "../contract.ts";
import { pageOf, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";

const shared = { tags: ["content"], middleware: signedIn, security: bearer };
const View = ContentSchema.SavedView.extend({ createdAt: Moment }).openapi("SavedView");

const list = createRoute({
  ...shared,
  method: "get",
  path: "/views",
  summary: "Saved filters of the library, by name.",
  responses: { 200: json(pageOf(View), "All of them; there is no next page."), ...failures },
});

const save = createRoute({
  ...shared,
  method: "post",
  path: "/views",
  summary: "Keeps a filter under a name; a name that is there gets the new filter.",
  request: { body: body(ContentSchema.SaveView) },
  responses: { 201: json(View, "The view."), ...failures },
});

const remove = createRoute({
  ...shared,
  method: "delete",
  path: "/views/{viewId}",
  summary: "Forgets a saved filter.",
  request: { params: z.object({ viewId: idSchema("savedView") }) },
  responses: { 204: empty("Forgotten."), ...failures },
});

export const viewRoutes = createRouter()
  .openapi(list, async (c) => {
    const views = await inTransaction(c, SavedView.list);
    return c.json(wholePage(views.map((view) => View.parse(view))), 200);
  })
  .openapi(save, async (c) =>
    c.json(View.parse(await inTransaction(c, () => SavedView.save(c.req.valid("json")))), 201),
  )
  .openapi(remove, async (c) => {
    await inTransaction(c, () => SavedView.remove(c.req.valid("param").viewId));
    return c.body(null, 204);
  });
