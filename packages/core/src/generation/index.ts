export * as Attempt from "./attempt.ts";
export { collect } from "./collect.ts";
export type { Fail, Failers, Inspect, Inspectors } from "./finisher.ts";
export * as Generation from "./generation.ts";
export * as Picture from "./picture.ts";
export { type Reconciled, reconcile } from "./reconcile.ts";
export * as GenerationSchema from "./schema.ts";
export { buyHeld, submit, webhookOf } from "./submit.ts";
