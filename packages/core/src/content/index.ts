export * as Batch from "./batch.ts";
export * as BatchCancellation from "./cancellation.ts";
export { sweepCopy } from "./copy-sweep.ts";
export * as ExportPack from "./export-pack.ts";
export { sweepExports } from "./export-sweep.ts";
export * as Hook from "./hook.ts";
export * as Piece from "./piece.ts";
export { inspect as inspectPiece } from "./piece-finisher.ts";
export * as ContentSchema from "./schema.ts";
