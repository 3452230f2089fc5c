import { inspectCandidate, inspectDatasetImage } from "@vixen/core/avatar";
import { inspectPiece } from "@vixen/core/content";
import type { Inspectors } from "@vixen/core/generation";

/** Which domain checks and keeps which kind of picture. Needs sharp, so only the collector imports it. */
export const inspectors: Inspectors = {
  candidate: inspectCandidate,
  dataset: inspectDatasetImage,
  piece: inspectPiece,
};
