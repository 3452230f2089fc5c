import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import * as Candidate from "@vixen/core/avatar/candidate.ts";
import * as Overview from "@vixen/core/avatar/overview.ts";
import type * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, failures, IdempotencyHeaders, json } from "../contract.ts";
import { pageOf, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";
import { OverviewView, overviewView } from "../views/avatar.ts";
import { CandidateView, candidateView } from "../views/candidate.ts";

const shared = { tags: ["avatars"], middleware: signedIn, security: bearer };
const params = z.object({ avatarId: idSchema("avatar") });
const Candidates = pageOf(CandidateView);

const list = createRoute({
  ...shared,
  method: "get",
  path: "/{avatarId}/candidates",
  summary: "The faces to choose from, by slot.",
  request: { params },
  responses: { 200: json(Candidates, "All of them; there is no next page."), ...failures },
});

const start = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/candidates",
  summary: "Has the faces made that are missing.",
  request: { params, headers: IdempotencyHeaders },
  responses: { 202: json(Candidates, "The faces as they are now."), ...failures },
});

const reroll = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/candidates/{slot}/reroll",
  summary: "Has the face of one slot made anew; the others stay.",
  request: {
    params: params.extend({ slot: z.coerce.number().int().min(0).max(7) }),
    headers: IdempotencyHeaders,
  },
  responses: { 202: json(Candidates, "The faces as they are now."), ...failures },
});

const lock = createRoute({
  ...shared,
  method: "post",
  path: "/{avatarId}/lock",
  summary: "Locks a face for good and starts the setup with it.",
  request: {
    params,
    headers: IdempotencyHeaders,
    body: body(z.strictObject({ candidateId: idSchema("faceCandidate") })),
  },
  responses: { 202: json(OverviewView, "The persona, whose setup has begun."), ...failures },
});

export const candidateRoutes = createRouter()
  .openapi(list, async (c) => {
    const { avatarId } = c.req.valid("param");
    const rows = await inTransaction(c, async () => {
      await Avatar.get(avatarId);
      return Candidate.list(avatarId);
    });
    return c.json(await view(rows), 200);
  })
  .openapi(start, async (c) => {
    const { avatarId } = c.req.valid("param");
    return c.json(await view(await inTransactionOnce(c, 202, () => Candidate.start(avatarId))), 202);
  })
  .openapi(reroll, async (c) => {
    const { avatarId, slot } = c.req.valid("param");
    return c.json(await view(await inTransactionOnce(c, 202, () => Candidate.reroll(avatarId, slot))), 202);
  })
  .openapi(lock, async (c) => {
    const { avatarId } = c.req.valid("param");
    const { candidateId } = c.req.valid("json");
    const row = await inTransactionOnce(c, 202, async () => {
      await Candidate.lock(avatarId, candidateId);
      return Overview.get(avatarId);
    });
    return c.json(await overviewView(row), 202);
  });

const view = async (rows: AvatarSchema.Candidate[]) => wholePage(await Promise.all(rows.map(candidateView)));
