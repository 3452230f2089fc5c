import { z } from "@hono/zod-openapi";
import type { Image, Info } from "@vixen/core/avatar/dataset.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { mediaUrl } from "../media.ts";

const ImageView = z
  .object({
    id: idSchema("datasetImage"),
    ordinal: z.int(),
    cell: z.string(),
    prompt: z.string(),
    caption: z.string(),
    status: z.enum(["pending", "candidate", "kept", "rejected", "failed"]),
    rejectReason: z.string().nullable(),
    identityScore: z.number().nullable(),
    sharpness: z.number().nullable(),
    isFrontal: z.boolean().nullable(),
    imageUrl: z.string().nullable(),
  })
  .openapi("DatasetImage");

export const DatasetView = z
  .object({
    id: idSchema("dataset"),
    status: z.enum(["generating", "generated", "curated", "packed"]),
    keep: z.int(),
    rounds: z.int(),
    /** What the curator counted, and how much of the variation matrix the kept pictures cover. */
    report: z.record(z.string(), z.unknown()).nullable(),
    images: z.array(ImageView),
  })
  .openapi("Dataset");

// What was held back for what it shows is not shown again.
const hidden = new Set(["young_look", "blocked_by_moderation"]);

export async function datasetView(dataset: Info, images: Image[]) {
  const shown = images.map(async (image) => ({
    ...image,
    imageUrl: hidden.has(image.rejectReason ?? "") ? null : await mediaUrl(image.mediaKey),
  }));
  return DatasetView.parse({ ...dataset, images: await Promise.all(shown) });
}
