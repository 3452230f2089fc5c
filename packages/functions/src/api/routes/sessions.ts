import { createRoute, z } from "@hono/zod-openapi";
import { idSchema } from "@vixen/core/kit/id.ts";
import * as Password from "@vixen/core/user/password.ts";
import * as UserSchema from "@vixen/core/user/schema.ts";
import * as Session from "@vixen/core/user/session.ts";
import * as User from "@vixen/core/user/user.ts";
import { addressOf } from "../address.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, body, empty, failures, json, Moment } from "../contract.ts";
import { pageOf, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";

const shared = { tags: ["auth"], middleware: signedIn, security: bearer };

const Me = UserSchema.Info.openapi("User");
const SessionView = UserSchema.Session.extend({
  createdAt: Moment,
  lastUsedAt: Moment,
  /** The one this request belongs to. */
  isCurrent: z.boolean(),
}).openapi("Session");

const me = createRoute({
  ...shared,
  method: "get",
  path: "/me",
  summary: "Who is signed in.",
  responses: { 200: json(Me, "The signed-in user."), ...failures },
});

const update = createRoute({
  ...shared,
  method: "patch",
  path: "/me",
  summary: "Changes the name, the language, the theme, the time zone, or whether single keys do something.",
  request: { body: body(UserSchema.Change) },
  responses: { 200: json(Me, "The signed-in user."), ...failures },
});

const changePassword = createRoute({
  ...shared,
  method: "post",
  path: "/password",
  summary: "Sets another password, ends every other session, and tells the owner by mail.",
  request: { body: body(UserSchema.PasswordChange) },
  responses: { 204: empty("Done. This session stays open."), ...failures },
});

const signOut = createRoute({
  ...shared,
  method: "post",
  path: "/sign-out",
  summary: "Ends the session of this access token.",
  responses: { 204: empty("Signed out."), ...failures },
});

const list = createRoute({
  ...shared,
  method: "get",
  path: "/sessions",
  summary: "The open sessions, the last used first.",
  responses: { 200: json(pageOf(SessionView), "All of them; there is no next page."), ...failures },
});

const remove = createRoute({
  ...shared,
  method: "delete",
  path: "/sessions/{sessionId}",
  summary: "Ends a session.",
  request: { params: z.object({ sessionId: idSchema("session") }) },
  responses: { 204: empty("Ended."), ...failures },
});

export const sessionRoutes = createRouter()
  .openapi(me, async (c) => c.json(Me.parse(await inTransaction(c, () => User.me())), 200))
  .openapi(update, async (c) => {
    const user = await inTransaction(c, () => User.update(c.req.valid("json")));
    return c.json(Me.parse(user), 200);
  })
  .openapi(changePassword, async (c) => {
    const session = { id: c.get("sessionId"), address: await addressOf(c) };
    await Password.change(c.req.valid("json"), session);
    return c.body(null, 204);
  })
  .openapi(signOut, async (c) => {
    await inTransaction(c, () => Session.revoke(c.get("sessionId")));
    return c.body(null, 204);
  })
  .openapi(list, async (c) => {
    const sessions = await inTransaction(c, () => Session.list());
    const current = c.get("sessionId");
    const items = sessions.map((row) => SessionView.parse({ ...row, isCurrent: row.id === current }));
    return c.json(wholePage(items), 200);
  })
  .openapi(remove, async (c) => {
    await inTransaction(c, () => Session.revoke(c.req.valid("param").sessionId));
    return c.body(null, 204);
  });
