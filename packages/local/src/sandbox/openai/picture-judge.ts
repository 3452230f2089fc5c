import { readTruth } from "../picture/truth.ts";
import { badRequest } from "./errors.ts";
import type { PictureJudge } from "./moderations.ts";

/** Judges by what is in the pixels. A picture that is not the sandbox's own has nothing to hide. */
export const judgeByTruth: PictureJudge = async (bytes) => {
  const truth = await readTruth(bytes).catch(() => {
    throw badRequest("The image could not be parsed.", "input", "image_parse_error");
  });
  return { isNude: truth?.hasNudity ?? false, isSuggestive: truth?.isSuggestive ?? false };
};
