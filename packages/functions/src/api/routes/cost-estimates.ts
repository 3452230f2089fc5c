import { createRoute, z } from "@hono/zod-openapi";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { estimateOfSetup } from "@vixen/core/avatar/setup-estimate.ts";
import { batchEstimate } from "@vixen/core/cost/estimate.ts";
import * as CostSchema from "@vixen/core/cost/schema.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json } from "../contract.ts";
import { createRouter } from "../router.ts";

const shared = { tags: ["costs"], middleware: signedIn, security: bearer };
export const EstimateView = CostSchema.Estimate.openapi("Estimate");

const setup = createRoute({
  ...shared,
  method: "get",
  path: "/estimates/setup",
  summary: "What setting an avatar up will cost and take.",
  request: {
    query: z.object({
      preset: AvatarSchema.Create.shape.preset,
      candidateCount: z.coerce.number().int().min(1).max(8).default(4),
    }),
  },
  responses: { 200: json(EstimateView, "The estimate."), ...failures },
});

const batch = createRoute({
  ...shared,
  method: "get",
  path: "/estimates/batch",
  summary: "What a batch will cost and take.",
  request: { query: z.object({ count: z.coerce.number().int().min(1).max(200).default(50) }) },
  responses: { 200: json(EstimateView, "The estimate."), ...failures },
});

export const costEstimateRoutes = createRouter()
  .openapi(setup, async (c) => {
    const answer = estimateOfSetup(c.req.valid("query"));
    return c.json(await inTransaction(c, async () => answer), 200);
  })
  .openapi(batch, async (c) => {
    const answer = batchEstimate(c.req.valid("query").count);
    return c.json(await inTransaction(c, async () => answer), 200);
  });
