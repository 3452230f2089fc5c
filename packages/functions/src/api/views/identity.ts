import { z } from "@hono/zod-openapi";
import type { Info as Write } from "@vixen/core/avatar/identity-write.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { Moment } from "../contract.ts";
import { Reason, reasonView } from "./reason.ts";

export const ComponentView = AvatarSchema.Component.extend({
  updatedAt: Moment,
  reasons: z.array(Reason),
}).openapi("IdentityComponent");

export const componentView = ({ reasons, ...component }: AvatarSchema.Component) => ({
  ...component,
  reasons: reasons.map(({ code, score }) => reasonView({ code, score, place: "text" })),
});

const RewriteView = z
  .object({
    id: idSchema("identityWrite"),
    status: z.enum(["queued", "writing", "succeeded", "failed"]),
    kinds: z.array(z.enum(AvatarSchema.writtenKinds)),
    /** What the review still holds against the texts, for a person to look at. */
    contradictions: z.array(z.string()),
    errorCode: z.string().nullable(),
    createdAt: Moment,
    endedAt: Moment.nullable(),
  })
  .openapi("IdentityRewrite");

export const IdentityView = z
  .object({
    items: z.array(ComponentView),
    next: z.null(),
    /** Names this state of the identity; an edit gives it back. */
    version: z.int(),
    basics: AvatarSchema.Info.pick({
      name: true,
      age: true,
      niche: true,
      style: true,
      language: true,
      city: true,
      country: true,
      timezone: true,
    }),
    rewrite: RewriteView.nullable(),
  })
  .openapi("Identity");

export function identityView(
  avatar: AvatarSchema.Info,
  components: AvatarSchema.Component[],
  rewrite: Write | undefined,
) {
  return IdentityView.parse({
    items: components.map(componentView),
    next: null,
    version: avatar.identityVersion,
    basics: avatar,
    rewrite: rewrite ? { ...rewrite, status: isLate(rewrite) ? "failed" : rewrite.status } : null,
  });
}

/** Nobody works at it any more: it may be asked for again. */
const isLate = ({ status, deadlineAt }: Write): boolean =>
  (status === "queued" || status === "writing") && deadlineAt < new Date();
