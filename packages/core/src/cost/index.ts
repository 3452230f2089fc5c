export * as Budget from "./budget.ts";
export * as Comparison from "./comparison.ts";
export * as Cost from "./cost.ts";
export { batchEstimate, halvesEstimate, pictureNanos, setupEstimate, trainingNanos } from "./estimate.ts";
export * as CostSchema from "./schema.ts";
export * as Unanswered from "./unanswered.ts";
