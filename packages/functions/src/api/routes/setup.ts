import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import * as Identity from "@vixen/core/avatar/identity.ts";
import * as Lora from "@vixen/core/avatar/lora.ts";
import * as Overview from "@vixen/core/avatar/overview.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import * as Setup from "@vixen/core/avatar/setup.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, failures, IdempotencyHeaders, json } from "../contract.ts";
import { pageOf, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";
import { OverviewView, overviewView, SetupView } from "../views/avatar.ts";
import { LoraVersionView } from "../views/lora-version.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ avatarId: idSchema("avatar") });
const Progress = z.object({ setup: SetupView.nullable() });
const Component = AvatarSchema.Component.openapi("IdentityComponent");

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

const training = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/training",
  summary: "The trained versions of the persona, newest first.",
  request: { params },
  responses: { 200: json(pageOf(LoraVersionView), "All of them; there is no next page."), ...failures },
});

const identity = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/identity",
  summary: "Bio, interests, occupation, location, backstory and tone.",
  request: { params },
  responses: { 200: json(pageOf(Component), "All of them; there is no next page."), ...failures },
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
  })
  .openapi(training, async (c) => {
    const { avatarId } = c.req.valid("param");
    const rows = await inTransaction(c, async () => {
      await Avatar.get(avatarId);
      return Lora.list(avatarId);
    });
    return c.json(wholePage(rows.map((row) => LoraVersionView.parse(row))), 200);
  })
  .openapi(identity, async (c) => {
    const { avatarId } = c.req.valid("param");
    const rows = await inTransaction(c, async () => {
      await Avatar.get(avatarId);
      return Identity.list(avatarId);
    });
    return c.json(wholePage(rows.map((row) => Component.parse(row))), 200);
  });
