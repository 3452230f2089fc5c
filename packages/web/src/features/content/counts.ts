import type { Batch } from "../../lib/api-type.ts";

/** Pieces that have an end, good or bad. */
export const settledOf = ({ requested, queued, generating }: Batch["counts"]): number =>
  requested - queued - generating;
