import { z } from "zod";
import { idSchema } from "./id.ts";

/** Every queue, the setting that holds its URL, and the shape of what it carries. */
export const queues = {
  generation: {
    setting: "QUEUE_GENERATION_URL",
    schema: z.object({ generationId: idSchema("generation") }),
  },
  "avatar-removal": {
    setting: "QUEUE_AVATAR_REMOVAL_URL",
    schema: z.object({ avatarId: idSchema("avatar") }),
  },
  "identity-check": {
    setting: "QUEUE_IDENTITY_CHECK_URL",
    schema: z.object({ avatarId: idSchema("avatar") }),
  },
  hook: { setting: "QUEUE_HOOK_URL", schema: z.object({ pieceId: idSchema("contentPiece") }) },
  "batch-cancel": {
    setting: "QUEUE_BATCH_CANCEL_URL",
    schema: z.object({ batchId: idSchema("contentBatch") }),
  },
  "piece-place": {
    setting: "QUEUE_PIECE_PLACE_URL",
    schema: z.object({ pieceId: idSchema("contentPiece") }),
  },
  "content-export": {
    setting: "QUEUE_CONTENT_EXPORT_URL",
    schema: z.object({ exportId: idSchema("contentExport") }),
  },
  "provider-event": {
    setting: "QUEUE_PROVIDER_EVENT_URL",
    schema: z.object({
      provider: z.literal("replicate"),
      kind: z.enum(["prediction", "training"]),
      id: z.string().min(1).max(100),
      attemptId: idSchema("attempt").optional(),
    }),
  },
} as const;

export type QueueName = keyof typeof queues;
export type QueueMessage<Name extends QueueName> = z.infer<(typeof queues)[Name]["schema"]>;
