import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { database, useApi } from "./support/harness.ts";
import { newOperator, type Operator } from "./support/operator.ts";
import { readyAvatar, type World } from "./support/world.ts";

useApi();

type Judged = { subjectId: string; place: string; verdict?: string; codes?: string[] };

async function judge(operator: Operator, { avatarId }: World, judged: Judged): Promise<string> {
  const { subjectId, place, verdict = "allow", codes = [] } = judged;
  const sql = database();
  const id = createId("verdict");
  const reasons = codes.map((code) => ({ code, verdict, category: "sexual", score: 0.9, threshold: 0.5 }));
  await sql`insert into moderation_verdicts ${sql({
    id,
    owner_id: operator.userId,
    avatar_id: avatarId,
    subject_id: subjectId,
    place,
    content_sha256: id,
    verdict,
    reasons: sql.json(reasons),
    scores: sql.json({}),
    model: "omni",
    policy_version: "1",
  })}`;
  return id;
}

async function judgedAvatar() {
  const operator = await newOperator();
  const world = await readyAvatar(operator);
  const { pieceId, candidateId, avatarId } = world;
  await database()`
    update content_pieces set media_key = 'avatars/p.jpg', media_bucket = 'private', hook = 'Buenos días'
    where id = ${pieceId}`;
  const ids = [
    await judge(operator, world, { subjectId: candidateId, place: "image" }),
    await judge(operator, world, { subjectId: pieceId, place: "prompt" }),
    await judge(operator, world, {
      subjectId: pieceId,
      place: "text",
      verdict: "block",
      codes: ["hate", "sexual"],
    }),
    await judge(operator, world, {
      subjectId: pieceId,
      place: "image",
      verdict: "review",
      codes: ["sexual"],
    }),
  ];
  return { operator, world, ids, path: `/avatars/${avatarId}/verdicts` };
}

describe("verdicts work", () => {
  it("come newest first, with what they are about, its picture or its words, and reasons by code", async () => {
    const { operator, world, ids, path } = await judgedAvatar();
    const { status, body, text } = await operator.call(path);
    expect(status, text).toBe(200);
    const items = body.items as { id: string; subject: { imageUrl: string | null } }[];
    expect(items.map(({ id }) => id)).toEqual([...ids].reverse());
    const { pieceId, batchId } = world;
    expect(items[0]).toMatchObject({
      place: "image",
      verdict: "review",
      reasons: [{ code: "sexual", score: 0.9, threshold: 0.5, sentence: expect.any(String) }],
      subject: { kind: "piece", pieceId, batchId, text: null },
    });
    expect(items[0]?.subject.imageUrl).toContain("avatars/p.jpg");
    expect(items[1]).toMatchObject({ subject: { text: "Buenos días" } });
    expect(items[3]).toMatchObject({ subject: { kind: "candidate", pieceId: null } });
  });

  it("are filtered by verdict, place and rule, and paged", async () => {
    const { operator, ids, path } = await judgedAvatar();
    const idsOf = async (query: string) =>
      ((await operator.call(`${path}?${query}`)).body.items as { id: string }[]).map(({ id }) => id);
    expect(await idsOf("verdict=block")).toEqual([ids[2]]);
    expect(await idsOf("place=prompt")).toEqual([ids[1]]);
    expect(await idsOf("code=sexual")).toEqual([ids[3], ids[2]]);
    expect(await idsOf("code=sexual&verdict=review")).toEqual([ids[3]]);
    const first = await operator.call(`${path}?limit=3`);
    expect(first.body.next).toBe(ids[1]);
    expect(await idsOf(`limit=3&cursor=${first.body.next}`)).toEqual([ids[0]]);
  });

  it("are counted by verdict, place and rule", async () => {
    const { operator, path } = await judgedAvatar();
    const { body } = await operator.call(`${path}/counts`);
    expect(body).toEqual({
      byVerdict: { allow: 2, review: 1, block: 1 },
      byPlace: { prompt: 1, image: 2, text: 1, face: 0 },
      byCode: [
        { code: "sexual", verdict: "review", count: 2 },
        { code: "hate", verdict: "block", count: 1 },
      ],
    });
  });

  it("show no picture of what was blocked", async () => {
    const { operator, world, path } = await judgedAvatar();
    await database()`update content_pieces set status = 'blocked' where id = ${world.pieceId}`;
    const { body } = await operator.call(`${path}?place=image&verdict=review`);
    expect(body.items).toMatchObject([{ subject: { imageUrl: null } }]);
  });
});

it("verdicts refuse a filter that cannot be one", async () => {
  const { operator, path } = await judgedAvatar();
  for (const query of ["verdict=maybe", "place=moon", "code=A B", "limit=0", "cursor=avt_1"]) {
    const { status, body } = await operator.call(`${path}?${query}`);
    expect([status, (body.error as { code: string }).code]).toEqual([400, "input_invalid"]);
  }
});
