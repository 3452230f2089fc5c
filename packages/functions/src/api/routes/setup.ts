import { createRoute, z } from "@hono/zod-openapi";
import * as Overview from "@vixen/core/avatar/overview.ts";
import * as Setup from "@vixen/core/avatar/setup.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, failures, IdempotencyHeaders, json } from "../contract.ts";
import { createRouter } from "../router.ts";
import { OverviewView, overviewView, SetupView } from "../views/avatar.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ avatarId: idSchema("avatar") });
const Progress = z.object({ setup: SetupView.nullable() });

const get = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/setup",
  summary: "The newest run of the setup with its steps; null before a face is locked.",
  request: { params },
  responses: { 200: json(Progress, "The run."), ...failures },
});

const cancel = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/cancel",
  summary: "Cancels the running setup. What runs at the provider is stopped and paid for as far as it came.",
  request: { params },
  responses: { 202: json(OverviewView, "The persona, canceled."), ...failures },
});

const retry = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/retry",
  summary: "Runs the setup again from where it stood.",
  request: { params, headers: IdempotencyHeaders },
  responses: { 202: json(OverviewView, "The persona, whose setup runs again."), ...failures },
});

export const setupRoutes = createRouter()
  .openapi(get, async (c) => {
    const { setup } = await inTransaction(c, () => Overview.get(c.req.valid("param").avatarId));
    return c.json(Progress.parse({ setup }), 200);
  })
  .openapi(cancel, async (c) => {
    const { avatarId } = c.req.valid("param");
    const row = await inTransaction(c, async () => {
      await Setup.cancel(avatarId);
      return Overview.get(avatarId);
    });
    return c.json(await overviewView(row), 202);
  })
  .openapi(retry, async (c) => {
    const { avatarId } = c.req.valid("param");
    const row = await inTransactionOnce(c, 202, async () => {
      await Setup.retry(avatarId);
      return Overview.get(avatarId);
    });
    return c.json(await overviewView(row), 202);
  });
