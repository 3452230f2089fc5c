import { describe, expect, it } from "vitest";
import { type Answer, database, delivered, useApi } from "./support/harness.ts";
import { newOperator, type Operator } from "./support/operator.ts";
import { readyAvatar, rowCounts, writtenIdentity } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
const fieldsOf = (answer: Answer) => Object.keys((answer.body.error as { fields: object }).fields);
type Item = { kind: string; value: unknown; origin: string; isLocked: boolean; model: string | null };
const partOf = (answer: Answer, kind: string) =>
  (answer.body.items as Item[]).find((item) => item.kind === kind);

async function written(): Promise<{ operator: Operator; path: string; avatarId: string }> {
  const operator = await newOperator();
  const { avatarId } = await readyAvatar(operator);
  await writtenIdentity(operator, avatarId);
  return { operator, avatarId, path: `/avatars/${avatarId}/identity` };
}

const patch = (operator: Operator, path: string, body: object) =>
  operator.call(path, { method: "PATCH", body });

describe("an identity works", () => {
  it("is edited field by field, and each says where it is from", async () => {
    const { operator, path } = await written();
    const body = { version: 1, bio: "I run before breakfast.", age: 31, city: "Lisbon, Portugal" };
    const answer = await patch(operator, path, body);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({
      version: 2,
      basics: { age: 31, city: "Lisbon", timezone: "Europe/Lisbon", name: "Alba" },
    });
    const bio = partOf(answer, "bio");
    expect(bio).toMatchObject({ origin: "typed", model: null });
    expect(bio?.value).toMatch(/^I run before breakfast\.\n.*IA/);
    expect(partOf(answer, "location")).toMatchObject({ value: "Lisbon, Portugal", origin: "typed" });
    expect(partOf(answer, "tone")).toMatchObject({ origin: "inferred", model: "gpt-4o-mini" });
  });

  it("is not written over by a browser that shows an older one", async () => {
    const { operator, path } = await written();
    const [first, second] = await Promise.all(
      ["Guide", "Baker"].map((occupation) => patch(operator, path, { version: 1, occupation })),
    );
    expect([first?.status, second?.status].toSorted()).toEqual([200, 409]);
    const refused = first?.status === 409 ? first : second;
    expect(refused && codeOf(refused)).toBe("identity_changed");
    const won = first?.status === 200 ? "Guide" : "Baker";
    expect(partOf(await operator.call(path), "occupation")?.value).toBe(won);
  });

  it("is asked to be written anew once, for what is not locked", async () => {
    const { operator, path, avatarId } = await written();
    await patch(operator, path, { version: 1, locks: { bio: true, tone: true } });
    const headers = { "idempotency-key": "rewrite-1" };
    const answers = await Promise.all(
      [headers, headers, {}].map((sent) =>
        operator.call(`${path}/rewrite`, { method: "POST", headers: sent }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers[0]?.body.rewrite).toMatchObject({
      status: "queued",
      kinds: ["interests", "occupation", "backstory"],
    });
    const rows = await database()`select id from identity_writes where avatar_id = ${avatarId}`;
    expect(rows).toHaveLength(1);
    const asked = delivered().bus.filter(({ type }) => type === "avatar.identity_requested");
    expect(
      asked.filter(({ detail }) => (detail.body as { writeId: string }).writeId === rows[0]?.id),
    ).toHaveLength(1);
  });
});

describe("an identity refuses", () => {
  it.each([
    [{ age: 17 }, ["age"], "input_invalid"],
    [{ city: "Atlantis" }, ["city"], "city_unknown"],
    [{ bio: "x".repeat(150) }, ["bio"], "bio_too_long"],
    [{ bio: "x".repeat(151) }, ["bio"], "input_invalid"],
    [{ interests: [] }, ["interests"], "input_invalid"],
    [{ backstory: "she is a 16 year old schoolgirl" }, ["backstory"], "prompt_blocked"],
  ])("%j, and changes nothing", async (change, fields, code) => {
    const { operator, path } = await written();
    const before = (await operator.call(path)).body;
    const answer = await patch(operator, path, { version: 1, tone: "other", ...change });
    expect([answer.status, codeOf(answer), fieldsOf(answer)]).toEqual([400, code, fields]);
    expect((await operator.call(path)).body).toEqual(before);
  });

  it("to lock what is not there, or to be written anew when all is locked", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const path = `/avatars/${avatarId}/identity`;
    const before = await rowCounts();
    expect(codeOf(await patch(operator, path, { version: 1, locks: { bio: true } }))).toBe(
      "identity_not_written",
    );
    expect(codeOf(await operator.call(`${path}/rewrite`, { method: "POST" }))).toBe("identity_not_written");
    expect(await rowCounts()).toEqual(before);
    await writtenIdentity(operator, avatarId);
    const kinds = ["bio", "interests", "occupation", "backstory", "tone"];
    const locks = Object.fromEntries(kinds.map((kind) => [kind, true]));
    await patch(operator, path, { version: 1, locks });
    expect(codeOf(await operator.call(`${path}/rewrite`, { method: "POST" }))).toBe("identity_all_locked");
  });
});
