import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import * as Dataset from "@vixen/core/avatar/dataset.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json } from "../contract.ts";
import { createRouter } from "../router.ts";
import { DatasetView, datasetView } from "../views/dataset.ts";

const get = createRoute({
  tags: ["avatars"],
  middleware: signedIn,
  security: bearer,
  method: "get",
  path: "/{avatarId}/dataset",
  summary: "The pictures that train the persona, with why others were rejected; null before there is one.",
  request: { params: z.object({ avatarId: idSchema("avatar") }) },
  responses: { 200: json(z.object({ dataset: DatasetView.nullable() }), "The dataset."), ...failures },
});

export const datasetRoutes = createRouter().openapi(get, async (c) => {
  const { avatarId } = c.req.valid("param");
  const found = await inTransaction(c, async () => {
    await Avatar.get(avatarId);
    const dataset = await Dataset.find(avatarId);
    return dataset && { dataset, images: await Dataset.listImages(dataset.id) };
  });
  return c.json({ dataset: found ? await datasetView(found.dataset, found.images) : null }, 200);
});
