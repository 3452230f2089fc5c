import { createRoute, z } from "@hono/zod-openapi";
import * as UserSchema from "@vixen/core/user/schema.ts";
import * as Session from "@vixen/core/user/session.ts";
import * as User from "@vixen/core/user/user.ts";
import { deviceOf } from "../address.ts";
import { body, empty, failures, json } from "../contract.ts";
import { limitAddress } from "../rate-limit.ts";
import { createRouter } from "../router.ts";

const tags = ["auth"];
const middleware = limitAddress;
const Accepted = z.object({ status: z.literal("mail_sent") });
const Tokens = UserSchema.Tokens.openapi("Tokens");

const signUp = createRoute({
  method: "post",
  path: "/sign-up",
  tags,
  middleware,
  summary: "Asks to open an account; what to do next comes by mail, whether the address is known or not.",
  request: { body: body(UserSchema.SignUp) },
  responses: { 202: json(Accepted, "A mail is on its way."), ...failures },
});

const confirm = createRoute({
  method: "post",
  path: "/confirm",
  tags,
  middleware,
  summary: "Confirms the address with the mail's token and opens the first session.",
  request: { body: body(UserSchema.Confirm) },
  responses: { 200: json(Tokens, "The first session."), ...failures },
});

const confirmationState = createRoute({
  method: "post",
  path: "/confirm/state",
  tags,
  middleware,
  summary: "Says what the mail's token is good for, without using it.",
  request: { body: body(UserSchema.Confirm) },
  responses: {
    200: json(z.object({ state: UserSchema.ConfirmationState }), "Whether it can be used."),
    ...failures,
  },
});

const signIn = createRoute({
  method: "post",
  path: "/sign-in",
  tags,
  middleware,
  summary: "Opens a session.",
  request: { body: body(UserSchema.SignIn) },
  responses: { 200: json(Tokens, "A new session."), ...failures },
});

const refresh = createRoute({
  method: "post",
  path: "/refresh",
  tags,
  middleware,
  summary: "Trades a refresh token for new tokens.",
  request: { body: body(UserSchema.Refresh) },
  responses: { 200: json(Tokens, "New tokens of the same session."), ...failures },
});

const requestPasswordReset = createRoute({
  method: "post",
  path: "/password-reset",
  tags,
  middleware,
  summary: "Sends a mail to choose another password, if the address has an account.",
  request: { body: body(UserSchema.PasswordResetRequest) },
  responses: { 202: json(Accepted, "If there is such an account, a mail is on its way."), ...failures },
});

const resetPassword = createRoute({
  method: "post",
  path: "/password-reset/confirm",
  tags,
  middleware,
  summary: "Sets another password with the mail's token and ends every session.",
  request: { body: body(UserSchema.PasswordReset) },
  responses: { 204: empty("Done. Sign in with the new password."), ...failures },
});

export const authRoutes = createRouter()
  .openapi(signUp, async (c) => {
    await User.signUp(c.req.valid("json"), await deviceOf(c));
    return c.json({ status: "mail_sent" as const }, 202);
  })
  .openapi(confirm, async (c) =>
    c.json(await User.confirm(c.req.valid("json").token, await deviceOf(c)), 200),
  )
  .openapi(confirmationState, async (c) =>
    c.json({ state: await User.confirmationState(c.req.valid("json").token) }, 200),
  )
  .openapi(signIn, async (c) => c.json(await User.signIn(c.req.valid("json"), await deviceOf(c)), 200))
  .openapi(refresh, async (c) => c.json(await Session.refresh(c.req.valid("json").refreshToken), 200))
  .openapi(requestPasswordReset, async (c) => {
    await User.requestPasswordReset(c.req.valid("json").email, await deviceOf(c));
    return c.json({ status: "mail_sent" as const }, 202);
  })
  .openapi(resetPassword, async (c) => {
    await User.resetPassword(c.req.valid("json"));
    return c.body(null, 204);
  });
