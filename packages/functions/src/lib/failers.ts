import { Candidate, Dataset } from "@vixen/core/avatar";
import { Piece } from "@vixen/core/content";
import type { Failers } from "@vixen/core/generation";

/** Which domain hears of which kind of picture that was given up. */
export const failers: Failers = { candidate: Candidate.fail, dataset: Dataset.fail, piece: Piece.fail };
