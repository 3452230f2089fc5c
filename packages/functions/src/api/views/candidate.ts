import { z } from "@hono/zod-openapi";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { mediaUrl } from "../media.ts";
import { Reason, reasonView } from "./reason.ts";

export const CandidateView = AvatarSchema.Candidate.omit({ mediaKey: true, reason: true })
  .extend({ reason: Reason.nullable(), imageUrl: z.string().nullable() })
  .openapi("Candidate");

/** A face that was blocked is not shown again. */
export const candidateView = async (row: AvatarSchema.Candidate) =>
  CandidateView.parse({
    ...row,
    reason: row.reason ? reasonView({ code: row.reason, place: "image" }) : null,
    imageUrl: row.status === "ready" ? await mediaUrl(row.mediaKey) : null,
  });
