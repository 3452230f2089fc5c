export * as Comparison from "./comparison.ts";
export * as Cost from "./cost.ts";
export { batchEstimate, setupEstimate } from "./estimate.ts";
export * as CostSchema from "./schema.ts";
export * as Unanswered from "./unanswered.ts";
