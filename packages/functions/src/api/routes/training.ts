import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import * as LoraOverview from "@vixen/core/avatar/lora-overview.ts";
import * as Overview from "@vixen/core/avatar/overview.ts";
import * as Retraining from "@vixen/core/avatar/retraining.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, failures, IdempotencyHeaders, json } from "../contract.ts";
import { pageOf, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";
import { OverviewView, overviewView } from "../views/avatar.ts";
import { LoraVersionView, loraVersionView } from "../views/lora-version.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ avatarId: idSchema("avatar") });
const Versions = pageOf(LoraVersionView);

const list = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/training",
  summary: "The trained versions of the persona, newest first.",
  request: { params },
  responses: { 200: json(Versions, "All of them; there is no next page."), ...failures },
});

const again = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/training",
  summary: "Trains a further version from the dataset as it is now; the active one stays until it is ready.",
  request: {
    params,
    headers: IdempotencyHeaders,
    body: body(z.strictObject({ preset: z.enum(AvatarSchema.presets) })),
  },
  responses: { 202: json(OverviewView, "The persona, whose training has begun."), ...failures },
});

const activate = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/training/{loraVersionId}/activate",
  summary: "Makes pictures with this version from now on.",
  request: { params: params.extend({ loraVersionId: idSchema("loraVersion") }) },
  responses: { 200: json(Versions, "The versions after the change."), ...failures },
});

export const trainingRoutes = createRouter()
  .openapi(list, async (c) => {
    const { avatarId } = c.req.valid("param");
    return c.json(await view(await inTransaction(c, () => read(avatarId))), 200);
  })
  .openapi(again, async (c) => {
    const { avatarId } = c.req.valid("param");
    const row = await inTransactionOnce(c, 202, async () => {
      await Retraining.request(avatarId, c.req.valid("json"));
      return Overview.get(avatarId);
    });
    return c.json(await overviewView(row), 202);
  })
  .openapi(activate, async (c) => {
    const { avatarId, loraVersionId } = c.req.valid("param");
    const rows = await inTransaction(c, async () => {
      await Retraining.activate(avatarId, loraVersionId);
      return read(avatarId);
    });
    return c.json(await view(rows), 200);
  });

async function read(avatarId: string): Promise<LoraOverview.Row[]> {
  await Avatar.get(avatarId);
  return LoraOverview.list(avatarId);
}

const view = async (rows: LoraOverview.Row[]) => wholePage(await Promise.all(rows.map(loraVersionView)));
