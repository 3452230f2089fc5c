import { z } from "@hono/zod-openapi";
import { type Axis, axes, matrix, type Variation, variationOf } from "@vixen/core/avatar/dataset/matrix.ts";
import { coverage } from "@vixen/core/avatar/dataset/plan.ts";
import type { Info } from "@vixen/core/avatar/dataset.ts";
import type { Info as Image } from "@vixen/core/avatar/dataset-image.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { Moment } from "../contract.ts";
import { mediaUrl } from "../media.ts";

const axisNames = axes as [Axis, ...Axis[]];

export const DatasetImageView = z
  .object({
    id: idSchema("datasetImage"),
    ordinal: z.int(),
    cell: z.string(),
    /** The cell of the variation matrix it was made for, value by value; null for one that has no cell. */
    variation: z.record(z.enum(axisNames), z.string()).nullable(),
    prompt: z.string(),
    caption: z.string(),
    status: z.enum(["pending", "candidate", "kept", "rejected", "failed"]),
    rejectReason: z.string().nullable(),
    /** Whether the curator's choice stands or a person's. */
    decidedBy: z.enum(["curator", "person"]),
    revision: z.int(),
    replaces: z.string().nullable(),
    identityScore: z.number().nullable(),
    sharpness: z.number().nullable(),
    isFrontal: z.boolean().nullable(),
    imageUrl: z.string().nullable(),
  })
  .openapi("DatasetImage");

const Coverage = z.object({
  axis: z.enum(axisNames),
  values: z.array(z.object({ value: z.string(), planned: z.int(), kept: z.int() })),
});

const Cell = z.object({
  framing: z.enum(Object.keys(matrix.framing) as [Variation["framing"]]),
  angle: z.enum(Object.keys(matrix.angle) as [Variation["angle"]]),
  planned: z.int(),
  kept: z.int(),
});

export const DatasetView = z
  .object({
    id: idSchema("dataset"),
    status: z.enum(["generating", "generated", "curated", "packed"]),
    keep: z.int(),
    rounds: z.int(),
    /** When a person approved it for training. */
    reviewedAt: Moment.nullable(),
    /** What the curator counted when it chose. */
    report: z.record(z.string(), z.unknown()).nullable(),
    /** For each value of each axis, how many pictures the plan wants and how many are kept now. */
    coverage: z.array(Coverage),
    /** The same for each framing at each angle, those included that nothing is planned for. */
    cells: z.array(Cell),
    images: z.array(DatasetImageView),
  })
  .openapi("Dataset");

// What was held back for what it shows is not shown again.
const hidden = new Set(["young_look", "blocked_by_moderation"]);

export async function datasetImageView(image: Image) {
  const imageUrl = hidden.has(image.rejectReason ?? "") ? null : await mediaUrl(image.mediaKey);
  return DatasetImageView.parse({ ...image, variation: variation(image), imageUrl });
}

export async function datasetView(dataset: Info, images: Image[]) {
  return DatasetView.parse({
    ...dataset,
    coverage: coverageOf(dataset, images),
    cells: cellsOf(dataset, images),
    images: await Promise.all(images.map(datasetImageView)),
  });
}

/** A cell from before an axis changed has no place in today's matrix. */
function variation({ cell }: Image): Variation | null {
  try {
    return variationOf(cell);
  } catch {
    return null;
  }
}

function coverageOf({ keep }: Info, images: Image[]): z.infer<typeof Coverage>[] {
  const cells = images.flatMap((image) => {
    const found = variation(image);
    // The plan is its first `keep` pictures; the rest are the reserve for what is rejected.
    return found ? [{ found, isPlanned: image.ordinal < keep, isKept: image.status === "kept" }] : [];
  });
  return axisNames.map((axis) => ({
    axis,
    values: Object.keys(matrix[axis]).map((value) => {
      const mine = cells.filter(({ found }) => found[axis] === value);
      return {
        value,
        planned: mine.filter(({ isPlanned }) => isPlanned).length,
        kept: mine.filter(({ isKept }) => isKept).length,
      };
    }),
  }));
}

function cellsOf({ keep }: Info, images: Image[]): z.infer<typeof Cell>[] {
  const known = images.filter((image) => variation(image) !== null);
  const kept = coverage(known.filter(({ status }) => status === "kept")).cells;
  return coverage(known.filter(({ ordinal }) => ordinal < keep)).cells.map(
    ({ images: planned, ...cell }, index) => ({ ...cell, planned, kept: kept[index]?.images ?? 0 }),
  );
}
