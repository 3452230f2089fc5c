import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import * as Identity from "@vixen/core/avatar/identity.ts";
import * as IdentityEdit from "@vixen/core/avatar/identity-edit.ts";
import * as IdentityWrite from "@vixen/core/avatar/identity-write.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, failures, IdempotencyHeaders, json } from "../contract.ts";
import { createRouter } from "../router.ts";
import { IdentityView, identityView } from "../views/identity.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ avatarId: idSchema("avatar") });

const get = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/identity",
  summary: "Who the persona is: the basics, bio, interests, occupation, location, backstory and tone.",
  request: { params },
  responses: { 200: json(IdentityView, "All of it; there is no next page."), ...failures },
});

const edit = createRoute({
  ...shared,
  method: "patch",
  path: "/{avatarId}/identity",
  summary: "Changes or locks parts of the identity, unless somebody else was faster.",
  request: { params, body: body(AvatarSchema.EditIdentity) },
  responses: { 200: json(IdentityView, "The identity after the change."), ...failures },
});

const rewrite = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/identity/rewrite",
  summary: "Has everything that is not locked written anew.",
  request: { params, headers: IdempotencyHeaders },
  responses: {
    202: json(IdentityView, "The identity as it is; what is under way stands in `rewrite`."),
    ...failures,
  },
});

export const identityRoutes = createRouter()
  .openapi(get, async (c) => {
    const { avatarId } = c.req.valid("param");
    return c.json(await inTransaction(c, () => read(avatarId)), 200);
  })
  .openapi(edit, async (c) => {
    const { avatarId } = c.req.valid("param");
    const answer = await inTransaction(c, async () => {
      await IdentityEdit.edit(avatarId, c.req.valid("json"));
      return read(avatarId);
    });
    return c.json(answer, 200);
  })
  .openapi(rewrite, async (c) => {
    const { avatarId } = c.req.valid("param");
    const answer = await inTransactionOnce(c, 202, async () => {
      await IdentityWrite.request(avatarId);
      return read(avatarId);
    });
    return c.json(IdentityView.parse(answer), 202);
  });

const read = async (avatarId: string) =>
  identityView(
    await Avatar.get(avatarId),
    await Identity.list(avatarId),
    await IdentityWrite.findLatest(avatarId),
  );
