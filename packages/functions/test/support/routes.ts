import { createId } from "@vixen/core/kit/id.ts";
import { database } from "./harness.ts";
import type { Operator } from "./operator.ts";
import { avatarWithFaces, persona, readyAvatar, trainableAvatar, writtenIdentity } from "./world.ts";

export type Case = { path: string; body?: unknown; ok: number };

/** For every route that takes an id: a request with an id that exists, and what its owner gets. */
export const cases: Record<string, (owner: Operator) => Promise<Case>> = {
  "DELETE /api/v1/auth/sessions/{sessionId}": async (owner) => ({
    path: `/auth/sessions/${owner.sessionId}`,
    ok: 204,
  }),
  "POST /api/v1/avatars": async (owner) => ({
    path: "/avatars",
    body: { ...persona, draftId: await draftOf(owner) },
    ok: 201,
  }),
  "GET /api/v1/avatars/drafts/{draftId}": async (owner) => ({
    path: `/avatars/drafts/${await draftOf(owner)}`,
    ok: 200,
  }),
  "PATCH /api/v1/avatars/drafts/{draftId}": async (owner) => ({
    path: `/avatars/drafts/${await draftOf(owner)}`,
    body: { step: "place", fields: { name: "Luna" } },
    ok: 200,
  }),
  "DELETE /api/v1/avatars/drafts/{draftId}": async (owner) => ({
    path: `/avatars/drafts/${await draftOf(owner)}`,
    ok: 204,
  }),
  "GET /api/v1/avatars/{avatarId}": async (owner) => ready(owner, "", 200),
  "PATCH /api/v1/avatars/{avatarId}": async (owner) => ({
    ...(await ready(owner, "", 200)),
    body: { name: "Luna" },
  }),
  "DELETE /api/v1/avatars/{avatarId}": async (owner) => ready(owner, "", 204),
  "GET /api/v1/avatars/{avatarId}/removal": async (owner) => {
    const { avatarId } = await readyAvatar(owner);
    await owner.call(`/avatars/${avatarId}`, { method: "DELETE" });
    return { path: `/avatars/${avatarId}/removal`, ok: 200 };
  },
  "GET /api/v1/avatars/{avatarId}/candidates": async (owner) => ready(owner, "/candidates", 200),
  "POST /api/v1/avatars/{avatarId}/candidates": async (owner) => withFaces(owner, "/candidates", 202),
  "POST /api/v1/avatars/{avatarId}/candidates/{slot}/reroll": async (owner) =>
    withFaces(owner, "/candidates/0/reroll", 202),
  "POST /api/v1/avatars/{avatarId}/lock": async (owner) => {
    const { avatarId, candidateIds } = await avatarWithFaces(owner);
    return { path: `/avatars/${avatarId}/lock`, body: { candidateId: candidateIds[0] }, ok: 202 };
  },
  "GET /api/v1/avatars/{avatarId}/dataset": async (owner) => ready(owner, "/dataset", 200),
  "GET /api/v1/avatars/{avatarId}/setup": async (owner) => ready(owner, "/setup", 200),
  "GET /api/v1/avatars/{avatarId}/training": async (owner) => ready(owner, "/training", 200),
  "GET /api/v1/avatars/{avatarId}/identity": async (owner) => ready(owner, "/identity", 200),
  "PATCH /api/v1/avatars/{avatarId}/identity": async (owner) => ({
    ...(await ready(owner, "/identity", 200)),
    body: { version: 1, tone: "warm, curious, calm" },
  }),
  "POST /api/v1/avatars/{avatarId}/identity/rewrite": async (owner) => {
    const { avatarId } = await readyAvatar(owner);
    await writtenIdentity(owner, avatarId);
    return { path: `/avatars/${avatarId}/identity/rewrite`, ok: 202 };
  },
  "PATCH /api/v1/avatars/{avatarId}/dataset/images/{imageId}": async (owner) => ({
    ...(await inDataset(owner, "", 200)),
    body: { revision: 1, decision: "reject" },
  }),
  "POST /api/v1/avatars/{avatarId}/dataset/images/{imageId}/replace": async (owner) =>
    inDataset(owner, "/replace", 202),
  "POST /api/v1/avatars/{avatarId}/dataset/captions": async (owner) => {
    const { path } = await inDataset(owner, "", 200);
    const [dataset, id] = path.split("/images/");
    return {
      path: `${dataset}/captions`,
      body: { images: [{ id, revision: 1 }], after: "film grain" },
      ok: 200,
    };
  },
  "POST /api/v1/avatars/{avatarId}/dataset/approve": async (owner) => {
    const { avatarId } = await trainableAvatar(owner);
    await database()`update avatars set status = 'review' where id = ${avatarId}`;
    return { path: `/avatars/${avatarId}/dataset/approve`, ok: 202 };
  },
  "POST /api/v1/avatars/{avatarId}/training": async (owner) => {
    const { avatarId } = await trainableAvatar(owner);
    return { path: `/avatars/${avatarId}/training`, body: { preset: "fast" }, ok: 202 };
  },
  "POST /api/v1/avatars/{avatarId}/training/{loraVersionId}/activate": async (owner) => {
    const { avatarId, loraVersionId } = await readyAvatar(owner);
    return { path: `/avatars/${avatarId}/training/${loraVersionId}/activate`, ok: 200 };
  },
  "GET /api/v1/avatars/{avatarId}/estimate": async (owner) => ready(owner, "/estimate", 200),
  "GET /api/v1/avatars/{avatarId}/verdicts": async (owner) => ready(owner, "/verdicts", 200),
  "GET /api/v1/avatars/{avatarId}/verdicts/counts": async (owner) => ready(owner, "/verdicts/counts", 200),
  "POST /api/v1/avatars/{avatarId}/cancel": async (owner) => inSetup(owner, "/cancel", "training", "running"),
  "POST /api/v1/avatars/{avatarId}/retry": async (owner) => inSetup(owner, "/retry", "failed", "failed"),
  "POST /api/v1/content/batches": async (owner) => {
    const { avatarId } = await readyAvatar(owner);
    return { path: "/content/batches", body: { avatarId, count: 1 }, ok: 202 };
  },
  "GET /api/v1/content/batches/{batchId}": async (owner) => {
    const { batchId } = await readyAvatar(owner);
    return { path: `/content/batches/${batchId}`, ok: 200 };
  },
  "POST /api/v1/content/batches/{batchId}/cancel": async (owner) => {
    const { batchId } = await readyAvatar(owner);
    return { path: `/content/batches/${batchId}/cancel`, ok: 202 };
  },
  "GET /api/v1/content/batches/{batchId}/failures": async (owner) => {
    const { batchId } = await readyAvatar(owner);
    return { path: `/content/batches/${batchId}/failures`, ok: 200 };
  },
  "POST /api/v1/content/batches/{batchId}/retry": async (owner) => {
    const { batchId } = await readyAvatar(owner);
    return { path: `/content/batches/${batchId}/retry`, body: {}, ok: 202 };
  },
  "GET /api/v1/content/pieces/{pieceId}": async (owner) => {
    const { pieceId } = await readyAvatar(owner);
    return { path: `/content/pieces/${pieceId}`, ok: 200 };
  },
  "PATCH /api/v1/content/pieces/{pieceId}": async (owner) => ({
    path: `/content/pieces/${await settledPiece(owner, "ready")}`,
    body: { tags: ["beach"] },
    ok: 200,
  }),
  "POST /api/v1/content/pieces/{pieceId}/regenerate": async (owner) => ({
    path: `/content/pieces/${await settledPiece(owner, "ready")}/regenerate`,
    ok: 202,
  }),
  "POST /api/v1/content/pieces/{pieceId}/retry": async (owner) => ({
    path: `/content/pieces/${await settledPiece(owner, "failed")}/retry`,
    ok: 202,
  }),
  "POST /api/v1/content/exports": async (owner) => ({
    path: "/content/exports",
    body: { pieceIds: [await pictured(owner)] },
    ok: 202,
  }),
  "GET /api/v1/content/exports/{exportId}": async (owner) => {
    const { body } = await owner.call("/content/exports", { body: { pieceIds: [await pictured(owner)] } });
    return { path: `/content/exports/${body.id}`, ok: 200 };
  },
  "POST /api/v1/content/exports/{exportId}/cancel": async (owner) => {
    const { body } = await owner.call("/content/exports", { body: { pieceIds: [await pictured(owner)] } });
    return { path: `/content/exports/${body.id}/cancel`, ok: 200 };
  },
  "POST /api/v1/content/exports/{exportId}/again": async (owner) => {
    const { body } = await owner.call("/content/exports", { body: { pieceIds: [await pictured(owner)] } });
    return { path: `/content/exports/${body.id}/again`, ok: 202 };
  },
  "POST /api/v1/content/views": async (owner) => {
    const { avatarId } = await readyAvatar(owner);
    return { path: "/content/views", body: { name: "Hers", query: { avatarId } }, ok: 201 };
  },
  "DELETE /api/v1/content/views/{viewId}": async (owner) => {
    const { body } = await owner.call("/content/views", { body: { name: "Mine", query: {} } });
    return { path: `/content/views/${body.id}`, ok: 204 };
  },
};

async function draftOf(owner: Operator): Promise<string> {
  const { body } = await owner.call("/avatars/drafts", { body: { step: "identity", fields: {} } });
  return String(body.id);
}

export async function settledPiece(owner: Operator, status: "ready" | "failed"): Promise<string> {
  const { pieceId } = await readyAvatar(owner);
  const half = status === "ready" ? "allow" : "failed";
  await database()`
    update content_pieces set status = ${status}, image_status = ${half}, copy_status = 'allow', hook = 'A hook'
    where id = ${pieceId}
  `;
  await database()`update generations set status = 'failed' where subject_id = ${pieceId}`;
  return pieceId;
}

async function pictured(owner: Operator): Promise<string> {
  const pieceId = await settledPiece(owner, "ready");
  await database()`update content_pieces set media_key = 'avatars/piece.jpg', media_bucket = 'private' where id = ${pieceId}`;
  return pieceId;
}

async function ready(owner: Operator, rest: string, ok: number): Promise<Case> {
  const { avatarId } = await readyAvatar(owner);
  return { path: `/avatars/${avatarId}${rest}`, ok };
}

async function inDataset(owner: Operator, rest: string, ok: number): Promise<Case> {
  const { avatarId } = await readyAvatar(owner);
  const [image] = await database()`
    select id from dataset_images where avatar_id = ${avatarId} and status = 'kept' limit 1`;
  return { path: `/avatars/${avatarId}/dataset/images/${image?.id}${rest}`, ok };
}

async function withFaces(owner: Operator, rest: string, ok: number): Promise<Case> {
  const { avatarId } = await avatarWithFaces(owner);
  return { path: `/avatars/${avatarId}${rest}`, ok };
}

async function inSetup(owner: Operator, rest: string, status: string, runStatus: string): Promise<Case> {
  const { avatarId } = await readyAvatar(owner);
  const run = { id: createId("setupRun"), owner_id: owner.userId, avatar_id: avatarId, status: runStatus };
  await database()`insert into setup_runs ${database()(run)}`;
  await database()`update avatars set status = ${status} where id = ${avatarId}`;
  return { path: `/avatars/${avatarId}${rest}`, ok: 202 };
}
