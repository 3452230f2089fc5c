import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import { estimateOfSetup } from "@vixen/core/avatar/setup-estimate.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json } from "../contract.ts";
import { createRouter } from "../router.ts";
import { EstimateView } from "./cost-estimates.ts";

const get = createRoute({
  tags: ["avatars"],
  middleware: signedIn,
  security: bearer,
  method: "get",
  path: "/{avatarId}/estimate",
  summary: "What the setup of this persona costs and takes in all.",
  request: { params: z.object({ avatarId: idSchema("avatar") }) },
  responses: { 200: json(EstimateView, "The estimate."), ...failures },
});

export const estimateRoutes = createRouter().openapi(get, async (c) => {
  const avatar = await inTransaction(c, () => Avatar.get(c.req.valid("param").avatarId));
  return c.json(estimateOfSetup(avatar), 200);
});
