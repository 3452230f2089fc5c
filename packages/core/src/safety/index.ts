export { hardBlockCodes, isHardBlocked, screenPrompt } from "./hard-block.ts";
export {
  type FaceFindings,
  type JudgeInput,
  type Judgement,
  judge,
  type ModerationScores,
  SafetyIncompleteError,
  worstVerdict,
} from "./judge.ts";
export { apparentAgeFloor, type Place, placeSchema, policyVersion, type Tier, tierSchema } from "./policy.ts";
export {
  type Category,
  categorySchema,
  type Reason,
  reasonSchema,
  type Verdict,
  verdictSchema,
} from "./reason.ts";
