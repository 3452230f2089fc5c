import { createRoute, z } from "@hono/zod-openapi";
import { AppError } from "@vixen/core/kit/error.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import * as Safety from "@vixen/core/safety/check.ts";
import { SafetyIncompleteError } from "@vixen/core/safety/judge.ts";
import { tierSchema } from "@vixen/core/safety/policy.ts";
import { verdictSchema } from "@vixen/core/safety/reason.ts";
import { body, failures, json } from "../contract.ts";
import { asOwner } from "../owner.ts";
import { createRouter } from "../router.ts";
import { Reason, reasonView } from "../views/reason.ts";

const check = createRoute({
  method: "post",
  path: "/check",
  tags: ["internal"],
  summary:
    "Judges a prompt or a text by the policy. Without a whole answer it fails: nothing passes unjudged.",
  request: {
    body: body(
      z.strictObject({
        userId: idSchema("user"),
        text: z.string().min(1).max(20_000),
        place: z.enum(["prompt", "text"]),
        tier: tierSchema.default("public"),
      }),
    ),
  },
  responses: {
    200: json(
      z.object({ verdict: verdictSchema, reasons: z.array(Reason), policyVersion: z.string() }),
      "The verdict with its reasons.",
    ),
    ...failures,
  },
});

export const moderationRoutes = createRouter().openapi(check, async (c) => {
  const { userId, text, place, tier } = c.req.valid("json");
  const answer = await asOwner(userId, () => Safety.checkText(text, { place, tier, purpose: {} })).catch(
    failClosed,
  );
  const { verdict, policyVersion } = answer;
  const reasons = answer.reasons.map(({ code, score }) => reasonView({ code, score, place }));
  return c.json({ verdict, reasons, policyVersion }, 200);
});

function failClosed(error: unknown): never {
  if (!(error instanceof SafetyIncompleteError)) throw error;
  const message = "The check is incomplete, so there is no verdict. Ask again.";
  throw new AppError("unavailable", "verdict_incomplete", message, { cause: error, retryAfterSeconds: 5 });
}
