import type { Piece } from "./schema.ts";

/** How one half of a piece (picture or copy) ended; `pending` until it did. */
export type Half = "pending" | "allow" | "review" | "block" | "failed";

/** How long a piece's copy may take before the sweep asks for it again. */
export const copyTime = { minutes: 5 };

/**
 * The status of a piece from its halves. It is settled only when both are; then a block outweighs a failure,
 * since nothing may make it ready again, a failure outweighs a review, and a piece is ready only when both
 * passed.
 */
export function statusOf(image: Half, copy: Half): Piece["status"] {
  const halves = [image, copy];
  if (halves.includes("pending")) return "generating";
  if (halves.includes("block")) return "blocked";
  if (halves.includes("failed")) return "failed";
  if (halves.includes("review")) return "review";
  return "ready";
}
