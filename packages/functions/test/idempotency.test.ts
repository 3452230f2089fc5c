import { describe, expect, it } from "vitest";
import { type Answer, database, delivered, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { avatarWithFaces, persona, readyAvatar, rowCounts } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
const keyed = (key: string, body: unknown = {}) => ({ body, headers: { "idempotency-key": key } });
const isReplay = (answer: Answer) => answer.headers.get("idempotent-replayed") === "true";

describe("an idempotency key works", () => {
  it("answers a repeated request the same and does nothing more", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const request = keyed("one", { avatarId, count: 2, seed: 3 });
    const first = await operator.call("/content/batches", request);
    const before = await rowCounts();
    const second = await operator.call("/content/batches", request);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.text).toBe(first.text);
    expect([isReplay(first), isReplay(second)]).toEqual([false, true]);
    expect(await rowCounts()).toEqual(before);
  });

  it("makes ten requests at the same moment one effect", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const request = keyed("at once", { avatarId, count: 2 }).body;
    const headers = { "idempotency-key": "at-once" };
    const sent = delivered().queue.length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => operator.call("/content/batches", { body: request, headers })),
    );
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers.filter(isReplay)).toHaveLength(9);
    const batches = await database()`select id from content_batches where avatar_id = ${avatarId}`;
    // The one that came with the avatar, and this one; each piece asks for a picture and a hook.
    expect(batches).toHaveLength(2);
    expect(delivered().queue.length - sent).toBe(4);
  });

  it("holds on every request that costs money", async () => {
    const operator = await newOperator();
    const { avatarId, candidateIds } = await avatarWithFaces(operator);
    const path = `/avatars/${avatarId}`;
    const requests: [string, unknown][] = [
      [`${path}/candidates`, {}],
      [`${path}/candidates/1/reroll`, {}],
      [`${path}/lock`, { candidateId: candidateIds[0] }],
    ];
    for (const [route, body] of requests) {
      const first = await operator.call(route, keyed(route, body));
      const second = await operator.call(route, keyed(route, body));
      expect([first.status, second.status, isReplay(second)], first.text).toEqual([202, 202, true]);
    }
    await operator.call(`${path}/cancel`, { body: {} });
    await operator.call(`${path}/retry`, keyed("retry"));
    expect(isReplay(await operator.call(`${path}/retry`, keyed("retry")))).toBe(true);
    const created = await operator.call("/avatars", keyed("create", persona));
    const again = await operator.call("/avatars", keyed("create", persona));
    expect(again.body.id).toBe(created.body.id);
  });

  it("leaves nothing of a request that failed, which may then be repeated", async () => {
    const operator = await newOperator();
    const { avatarId } = await avatarWithFaces(operator);
    const request = keyed("early", { avatarId, count: 1 });
    expect(codeOf(await operator.call("/content/batches", request))).toBe("avatar_not_ready");
    const rows = await database()`select key from idempotency_keys where owner_id = ${operator.userId}`;
    expect(rows).toEqual([]);
  });
});

describe("an idempotency key is refused", () => {
  it("for another body or another route", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    await operator.call("/content/batches", keyed("used", { avatarId, count: 1 }));
    const before = await rowCounts();
    const other = await operator.call("/content/batches", keyed("used", { avatarId, count: 2 }));
    const elsewhere = await operator.call("/avatars", keyed("used", persona));
    for (const answer of [other, elsewhere]) {
      expect([answer.status, codeOf(answer)]).toEqual([409, "idempotency_key_reused"]);
    }
    expect(await rowCounts()).toEqual(before);
  });

  it.each(["a b", "ä", "x".repeat(101)])("when it is not 1 to 100 visible characters: %s", async (key) => {
    const operator = await newOperator();
    const answer = await operator.call("/avatars", { body: persona, headers: { "idempotency-key": key } });
    expect(answer.body.error).toMatchObject({
      code: "input_invalid",
      fields: { "idempotency-key": expect.any(String) },
    });
  });
});

describe("an idempotency key of the wrong person", () => {
  it("means nothing: each owner's keys are their own", async () => {
    const [one, other] = [await newOperator(), await newOperator()];
    const mine = await one.call("/avatars", keyed("same", persona));
    const theirs = await other.call("/avatars", keyed("same", persona));
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });
});
