import { z } from "@hono/zod-openapi";
import { idSchema } from "@vixen/core/kit/id.ts";
import * as Verdict from "@vixen/core/safety/verdict.ts";
import { Moment } from "../contract.ts";
import { mediaUrl } from "../media.ts";
import { Reason, reasonView } from "./reason.ts";

export const VerdictCounts = Verdict.Counts.openapi("VerdictCounts");

export const VerdictView = Verdict.Info.omit({ subject: true, reasons: true })
  .extend({
    createdAt: Moment,
    reasons: z.array(Reason.extend({ threshold: z.number() })),
    subject: z.object({
      kind: z.enum(["candidate", "dataset", "piece", "identity"]),
      pieceId: idSchema("contentPiece").nullable(),
      batchId: idSchema("contentBatch").nullable(),
      /** Null for what was held back for what it shows. */
      imageUrl: z.string().nullable(),
      text: z.string().nullable(),
    }),
  })
  .openapi("Verdict");

export async function verdictView({ subject, reasons, ...row }: Verdict.Info) {
  const isPublic = subject.mediaBucket === "public";
  const url = isPublic ? subject.cdnUrl : subject.isShown ? await mediaUrl(subject.mediaKey) : null;
  return VerdictView.parse({
    ...row,
    reasons: reasons.map(({ code, score, threshold }) => ({
      ...reasonView({ code, score, place: row.place }),
      threshold,
    })),
    subject: { ...subject, imageUrl: subject.isShown ? url : null },
  });
}
