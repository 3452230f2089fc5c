import { createRoute } from "@hono/zod-openapi";
import { templates } from "@vixen/core/content/template/library/index.ts";
import { Template } from "@vixen/core/content/template/schema.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json } from "../contract.ts";
import { pageOf, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";

const TemplateView = Template.openapi("Template");

const list = createRoute({
  tags: ["content"],
  middleware: signedIn,
  security: bearer,
  method: "get",
  path: "/templates",
  summary: "The scenes that pieces are made from.",
  responses: { 200: json(pageOf(TemplateView), "All of them; there is no next page."), ...failures },
});

export const templateRoutes = createRouter().openapi(list, async (c) =>
  c.json(wholePage(await inTransaction(c, async () => [...templates])), 200),
);
