export * as Batch from "./batch.ts";
export * as Hook from "./hook.ts";
export * as Piece from "./piece.ts";
export { finisher as pieceFinisher } from "./piece-finisher.ts";
export * as ContentSchema from "./schema.ts";
