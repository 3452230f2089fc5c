import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import * as Dataset from "@vixen/core/avatar/dataset.ts";
import * as DatasetImage from "@vixen/core/avatar/dataset-image.ts";
import * as DatasetReview from "@vixen/core/avatar/dataset-review.ts";
import * as Overview from "@vixen/core/avatar/overview.ts";
import * as Recaption from "@vixen/core/avatar/recaption.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, failures, IdempotencyHeaders, json } from "../contract.ts";
import { pageOf, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";
import { OverviewView, overviewView } from "../views/avatar.ts";
import { DatasetImageView, DatasetView, datasetImageView, datasetView } from "../views/dataset.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ avatarId: idSchema("avatar") });
const imageParams = params.extend({ imageId: idSchema("datasetImage") });

const get = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/dataset",
  summary: "The pictures that train the persona, with why others were rejected; null before there is one.",
  request: { params },
  responses: { 200: json(z.object({ dataset: DatasetView.nullable() }), "The dataset."), ...failures },
});

const review = createRoute({
  ...shared,
  method: "patch",
  path: "/{avatarId}/dataset/images/{imageId}",
  summary: "Keeps or rejects a picture, or changes its caption; takes effect with the next training.",
  request: { params: imageParams, body: body(AvatarSchema.ReviewImage) },
  responses: { 200: json(DatasetImageView, "The picture after the change."), ...failures },
});

const recaption = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/dataset/captions",
  summary: "Changes the captions of several pictures, all or none; each keeps the trigger word.",
  request: { params, body: body(AvatarSchema.Recaption) },
  responses: { 200: json(pageOf(DatasetImageView), "The pictures after the change."), ...failures },
});

const replace = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/dataset/images/{imageId}/replace",
  summary: "Rejects a picture and has another one made for its cell of the variation matrix.",
  request: { params: imageParams, headers: IdempotencyHeaders },
  responses: { 202: json(DatasetImageView, "The picture that is being made."), ...failures },
});

const approve = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/dataset/approve",
  summary: "Approves the dataset that the setup ended for: the training begins.",
  request: { params, headers: IdempotencyHeaders },
  responses: { 202: json(OverviewView, "The persona, whose setup goes on."), ...failures },
});

export const datasetRoutes = createRouter()
  .openapi(get, async (c) => {
    const { avatarId } = c.req.valid("param");
    const found = await inTransaction(c, async () => {
      await Avatar.get(avatarId);
      const dataset = await Dataset.find(avatarId);
      return dataset && { dataset, images: await DatasetImage.list(dataset.id) };
    });
    return c.json({ dataset: found ? await datasetView(found.dataset, found.images) : null }, 200);
  })
  .openapi(review, async (c) => {
    const { avatarId, imageId } = c.req.valid("param");
    const image = await inTransaction(c, () => DatasetReview.review(avatarId, imageId, c.req.valid("json")));
    return c.json(await datasetImageView(image), 200);
  })
  .openapi(recaption, async (c) => {
    const { avatarId } = c.req.valid("param");
    const images = await inTransaction(c, () => Recaption.recaption(avatarId, c.req.valid("json")));
    return c.json(wholePage(await Promise.all(images.map(datasetImageView))), 200);
  })
  .openapi(replace, async (c) => {
    const { avatarId, imageId } = c.req.valid("param");
    const image = await inTransactionOnce(c, 202, () => DatasetReview.replace(avatarId, imageId));
    return c.json(await datasetImageView(image), 202);
  })
  .openapi(approve, async (c) => {
    const { avatarId } = c.req.valid("param");
    const row = await inTransactionOnce(c, 202, async () => {
      await DatasetReview.approve(avatarId);
      return Overview.get(avatarId);
    });
    return c.json(await overviewView(row), 202);
  });
