import { describe, expect, it } from "vitest";
import { database, delivered, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { avatarWithFaces, persona, rowCounts } from "./support/world.ts";

useApi();

type Candidate = { id: string; slot: number; revision: number; seed: number; imageUrl: string | null };
const itemsOf = (body: Record<string, unknown>) => body.items as Candidate[];

describe("candidates work", () => {
  it("asks for the faces through the queue, once for each slot", async () => {
    const operator = await newOperator();
    const { id } = (await operator.call("/avatars", { body: persona })).body;
    const before = delivered().queue.length;
    const started = await operator.call(`/avatars/${id}/candidates`, { body: {} });
    expect(started.status, started.text).toBe(202);
    expect(itemsOf(started.body).map((item) => item.slot)).toEqual([0, 1, 2, 3]);
    expect(delivered().queue.length - before).toBe(4);
    await operator.call(`/avatars/${id}/candidates`, { body: {} });
    expect(delivered().queue.length - before).toBe(4);
  });

  it("makes one face anew and leaves the others", async () => {
    const operator = await newOperator();
    const { avatarId } = await avatarWithFaces(operator);
    const before = itemsOf((await operator.call(`/avatars/${avatarId}/candidates`)).body);
    const after = itemsOf(
      (await operator.call(`/avatars/${avatarId}/candidates/1/reroll`, { method: "POST" })).body,
    );
    expect(after[0]).toMatchObject({ id: before[0]?.id, seed: before[0]?.seed });
    expect(after[1]?.revision).toBe(1);
    expect(after[1]?.seed).not.toBe(before[1]?.seed);
  });

  it("locks a face and starts the setup; the same face again answers the same", async () => {
    const operator = await newOperator();
    const { avatarId, candidateIds } = await avatarWithFaces(operator);
    const body = { candidateId: candidateIds[0] };
    const locked = await operator.call(`/avatars/${avatarId}/lock`, { body });
    expect(locked.status, locked.text).toBe(202);
    expect(locked.body).toMatchObject({ status: "training", setup: { run: { status: "running" } } });
    expect((await operator.call(`/avatars/${avatarId}/lock`, { body })).status).toBe(202);
    const runs = await database()`select id from setup_runs where avatar_id = ${avatarId}`;
    expect(runs).toHaveLength(1);
  });

  it("lets one of two who lock different faces at once win, and tells the other", async () => {
    const operator = await newOperator();
    const { avatarId, candidateIds } = await avatarWithFaces(operator);
    const answers = await Promise.all(
      candidateIds.map((candidateId) =>
        operator.call(`/avatars/${avatarId}/lock`, { body: { candidateId } }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
    const refused = answers.find((answer) => answer.status === 409);
    expect(refused?.body.error).toMatchObject({ code: "face_locked" });
  });
});

describe("candidates refuse bad input", () => {
  it("a slot that is no number or has no face, a face that is not ready, a locked avatar", async () => {
    const operator = await newOperator();
    const { avatarId, candidateIds } = await avatarWithFaces(operator);
    await database()`update face_candidates set status = 'rejected' where id = ${candidateIds[1] ?? ""}`;
    const before = await rowCounts();
    const path = `/avatars/${avatarId}`;
    const answers = [
      await operator.call(`${path}/candidates/x/reroll`, { method: "POST" }),
      await operator.call(`${path}/candidates/7/reroll`, { method: "POST" }),
      await operator.call(`${path}/lock`, { body: { candidateId: candidateIds[1] } }),
      await operator.call(`${path}/lock`, { body: { candidateId: "cnd_1" } }),
      await operator.call(`${path}/lock`, { body: {} }),
    ];
    expect(answers.map(({ status, body }) => [status, (body.error as { code: string }).code])).toEqual([
      [400, "input_invalid"],
      [404, "not_found"],
      [409, "candidate_not_ready"],
      [400, "input_invalid"],
      [400, "input_invalid"],
    ]);
    expect(await rowCounts()).toEqual(before);
    await operator.call(`${path}/lock`, { body: { candidateId: candidateIds[0] } });
    const late = await operator.call(`${path}/candidates/0/reroll`, { method: "POST" });
    expect(late.body.error).toMatchObject({ code: "face_locked" });
  });
});

describe("candidates refuse the wrong person", () => {
  it("does not take another avatar's face, not even of the same owner", async () => {
    const operator = await newOperator();
    const [one, other] = [await avatarWithFaces(operator), await avatarWithFaces(operator)];
    const answer = await operator.call(`/avatars/${one.avatarId}/lock`, {
      body: { candidateId: other.candidateIds[0] },
    });
    expect(answer.status).toBe(404);
  });
});
