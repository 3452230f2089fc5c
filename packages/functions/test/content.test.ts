import { describe, expect, it } from "vitest";
import { type Answer, database, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { avatarWithFaces, readyAvatar, rowCounts } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
type Piece = { id: string; status: string; imageUrl: string | null; templateId: string; reasons: object[] };
const piecesOf = (answer: Answer) => answer.body.items as Piece[];
const sum = (counts: Record<string, number>) =>
  Object.entries(counts).reduce((total, [name, count]) => (name === "requested" ? total : total + count), 0);

describe("content works", () => {
  it("starts a batch at once, whose counts add up and whose seed makes the same pieces again", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const request = { body: { avatarId, count: 60, seed: 42 } };
    const [one, two] = [
      await operator.call("/content/batches", request),
      await operator.call("/content/batches", request),
    ];
    expect(one.status, one.text).toBe(202);
    expect(one.body).toMatchObject({ status: "running", counts: { requested: 60, queued: 60, ready: 0 } });
    expect(sum(one.body.counts as Record<string, number>)).toBe(60);
    const prompts = await Promise.all(
      [one, two].map(
        ({ body }) =>
          database()`select prompt, template_id from content_pieces where batch_id = ${String(body.id)} order by ordinal`,
      ),
    );
    expect(prompts[0]).toHaveLength(60);
    expect(prompts[1]).toEqual(prompts[0]);
    expect(new Set(prompts[0]?.map((row) => row.prompt)).size).toBe(60);
  });

  it("pages pieces, and filters them by batch, status, tier and template", async () => {
    const operator = await newOperator();
    const { avatarId, batchId, pieceId } = await readyAvatar(operator);
    await operator.call("/content/batches", { body: { avatarId, count: 4, seed: 1, tier: "subscriber" } });
    await database()`update content_pieces set tier = 'public' where batch_id = ${batchId}`;
    await database()`update content_pieces set status = 'ready' where id = ${pieceId}`;
    const all = piecesOf(await operator.call(`/content/pieces?avatarId=${avatarId}&limit=100`));
    expect(all).toHaveLength(7);
    const first = await operator.call("/content/pieces?limit=4");
    const rest = await operator.call(`/content/pieces?limit=4&cursor=${first.body.next}`);
    expect([...piecesOf(first), ...piecesOf(rest)].map((piece) => piece.id)).toEqual(
      all.map((piece) => piece.id),
    );
    expect(rest.body.next).toBeNull();
    const [template] = all.map((piece) => piece.templateId);
    const counts = [];
    for (const query of [`batchId=${batchId}`, "status=ready", "tier=subscriber", `templateId=${template}`]) {
      counts.push(piecesOf(await operator.call(`/content/pieces?${query}`)).length);
    }
    expect(counts.slice(0, 3)).toEqual([3, 1, 4]);
    expect(counts[3]).toBeGreaterThanOrEqual(1);
  });

  it("gives public pieces the CDN's address, others a signed one, and blocked ones none, with the reason", async () => {
    const operator = await newOperator();
    const { batchId } = await readyAvatar(operator);
    const sql = database();
    const ids = (await sql`select id from content_pieces where batch_id = ${batchId} order by ordinal`).map(
      (row) => String(row.id),
    );
    const [open = "", gated = "", blocked = ""] = ids;
    const cdn = "https://cdn.example/a.jpg";
    await sql`update content_pieces set status = 'ready', media_bucket = 'public', media_key = 'a.jpg', cdn_url = ${cdn} where id = ${open}`;
    await sql`update content_pieces set status = 'review', media_bucket = 'private', media_key = 'b.jpg' where id = ${gated}`;
    const reasons = sql.json([{ code: "apparent_age_below_floor", place: "image", score: 17 }]);
    await sql`update content_pieces set status = 'blocked', media_bucket = 'private', media_key = 'c.jpg', reasons = ${reasons} where id = ${blocked}`;
    const answers = await Promise.all(ids.map((id) => operator.call(`/content/pieces/${id}`)));
    expect(answers[0]?.body.imageUrl).toBe(cdn);
    expect(String(answers[1]?.body.imageUrl)).toMatch(/\/media\/b\.jpg\?.*X-Amz-Expires=3600/);
    expect(answers[2]?.body.imageUrl).toBeNull();
    expect(answers[2]?.body.reasons).toEqual([
      {
        code: "apparent_age_below_floor",
        sentence: "The person looks younger than 21.",
        place: "image",
        score: 17,
      },
    ]);
  });

  it("lists the templates that pieces are made from", async () => {
    const operator = await newOperator();
    const { body } = await operator.call("/content/templates");
    expect((body.items as object[]).length).toBeGreaterThanOrEqual(50);
  });
});

describe("content refuses bad input", () => {
  it("a batch of 0, of 201, of a half, of an avatar that is not ready, or of nothing", async () => {
    const operator = await newOperator();
    const { avatarId } = await avatarWithFaces(operator);
    const before = await rowCounts();
    const outcomes = [];
    for (const body of [
      { avatarId, count: 0 },
      { avatarId, count: 201 },
      { avatarId, count: 1.5 },
      { avatarId, count: 1, seed: -1 },
      { avatarId: "avt_x", count: 1 },
      {},
      { avatarId, count: 1 },
    ]) {
      const answer = await operator.call("/content/batches", { body });
      outcomes.push([answer.status, codeOf(answer)]);
    }
    expect(outcomes).toEqual([...Array(6).fill([400, "input_invalid"]), [409, "avatar_not_ready"]]);
    expect(await rowCounts()).toEqual(before);
  });

  it("a status, a tier and an id that do not exist", async () => {
    const operator = await newOperator();
    for (const query of ["status=done", "tier=gold", "batchId=1", "limit=1000"]) {
      expect(codeOf(await operator.call(`/content/pieces?${query}`)), query).toBe("input_invalid");
    }
  });
});

describe("content refuses the wrong person", () => {
  it("who lists nothing of another's", async () => {
    const [owner, stranger] = [await newOperator(), await newOperator()];
    await readyAvatar(owner);
    expect(piecesOf(await stranger.call("/content/pieces"))).toEqual([]);
    expect((await stranger.call("/content/batches")).body.items).toEqual([]);
  });
});
