import { candidateFinisher, datasetFinisher } from "@vixen/core/avatar";
import { pieceFinisher } from "@vixen/core/content";
import type { Finishers } from "@vixen/core/generation";

/** Which domain finishes which kind of picture; the one place that knows them all. */
export const finishers: Finishers = {
  candidate: candidateFinisher,
  dataset: datasetFinisher,
  piece: pieceFinisher,
};
