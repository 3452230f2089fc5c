import { describe, expect, it } from "vitest";
import { database, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { avatarWithFaces, persona, readyAvatar, rowCounts } from "./support/world.ts";

useApi();

const { seed: _seed, ...typed } = persona;
const empty = { step: "identity", fields: {} };

describe("drafts work", () => {
  it("keep what was typed step by step, for another browser and until a persona is made", async () => {
    const operator = await newOperator();
    const created = await operator.call("/avatars/drafts", { body: empty });
    expect(created.status, created.text).toBe(201);
    const path = `/avatars/drafts/${created.body.id}`;
    const body = { step: "character", fields: { name: "Alba", age: 27, niche: "trail running" } };
    const saved = await operator.call(path, { method: "PATCH", body });
    expect(saved.body).toMatchObject(body);
    expect((await operator.call(path)).body).toEqual(saved.body);
    const listed = await operator.call("/avatars/drafts");
    expect(listed.body).toEqual({ items: [saved.body], next: null });
  });

  it("become one persona however often it is asked for, and then leave the list", async () => {
    const operator = await newOperator();
    const { body: draft } = await operator.call("/avatars/drafts", { body: empty });
    const make = () => operator.call("/avatars", { body: { ...persona, draftId: draft.id } });
    const [first, second] = await Promise.all([make(), make()]);
    const third = await make();
    expect([first.status, second.status, third.status], first.text).toEqual([201, 201, 201]);
    expect(new Set([first.body.id, second.body.id, third.body.id]).size).toBe(1);
    const avatars = await database()`select id from avatars where owner_id = ${operator.userId}`;
    expect(avatars).toHaveLength(1);
    expect((await operator.call("/avatars/drafts")).body.items).toEqual([]);
    const kept = await operator.call(`/avatars/drafts/${draft.id}`);
    expect(kept.body.avatarId).toBe(first.body.id);
  });

  it("are made once for one key, paged newest first, and deleted", async () => {
    const operator = await newOperator();
    const headers = { "idempotency-key": "one" };
    const [first, again] = await Promise.all([
      operator.call("/avatars/drafts", { body: empty, headers }),
      operator.call("/avatars/drafts", { body: empty, headers }),
    ]);
    expect(again.body.id).toBe(first.body.id);
    const second = await operator.call("/avatars/drafts", { body: empty });
    const page = await operator.call("/avatars/drafts?limit=1");
    expect(page.body).toMatchObject({ items: [{ id: second.body.id }], next: second.body.id });
    const rest = await operator.call(`/avatars/drafts?limit=1&cursor=${page.body.next}`);
    expect(rest.body).toMatchObject({ items: [{ id: first.body.id }], next: null });
    const path = `/avatars/drafts/${first.body.id}`;
    expect((await operator.call(path, { method: "DELETE" })).status).toBe(204);
    expect((await operator.call(path)).status).toBe(404);
    expect((await operator.call(path, { method: "DELETE" })).status).toBe(404);
  });

  it("find a city with its zone, and what may have been meant", async () => {
    const operator = await newOperator();
    const found = await operator.call("/avatars/cities?name=Sevilla");
    expect(found.body.found).toEqual({ city: "Seville", country: "Spain", timezone: "Europe/Madrid" });
    const meant = await operator.call("/avatars/cities?name=Sevila");
    expect(meant.body).toMatchObject({
      found: null,
      suggestions: expect.arrayContaining(["Seville, Spain"]),
    });
  });
});

describe("drafts refuse bad input", () => {
  it.each([
    ["a younger age", { age: 17 }, "fields.age", "input_invalid"],
    ["a name too long", { name: "a".repeat(61) }, "fields.name", "input_invalid"],
    ["a field nobody knows", { isAdmin: true }, "fields", "input_invalid"],
    ["a look that may not be made", { style: "schoolgirl, 15 years old" }, "style", "prompt_blocked"],
  ])("%s", async (_name, fields, field, code) => {
    const operator = await newOperator();
    const before = await rowCounts();
    const { status, body, text } = await operator.call("/avatars/drafts", {
      body: { step: "identity", fields },
    });
    expect(status, text).toBe(400);
    expect(body.error).toMatchObject({ code, fields: { [field]: expect.any(String) } });
    expect(await rowCounts()).toEqual(before);
  });

  it("a persona of a draft still needs everything", async () => {
    const operator = await newOperator();
    const { body: draft } = await operator.call("/avatars/drafts", { body: empty });
    const refused = await operator.call("/avatars", {
      body: { ...typed, age: undefined, draftId: draft.id },
    });
    expect(refused.body.error).toMatchObject({ code: "input_invalid", fields: { age: expect.any(String) } });
    expect((await operator.call(`/avatars/drafts/${draft.id}`)).body.avatarId).toBeNull();
  });
});

describe("who the persona is", () => {
  it("may change until its face is locked", async () => {
    const operator = await newOperator();
    const { avatarId } = await avatarWithFaces(operator);
    const path = `/avatars/${avatarId}`;
    const body = { age: 31, city: "Bogotá", language: "en", candidateCount: 3, costCapCents: 900 };
    const changed = await operator.call(path, { method: "PATCH", body });
    expect(changed.body).toMatchObject({ ...body, city: "Bogota", timezone: "America/Bogota" });
    const ready = await readyAvatar(operator);
    const refused = await operator.call(`/avatars/${ready.avatarId}`, { method: "PATCH", body: { age: 31 } });
    expect(refused.body.error).toMatchObject({ code: "face_locked" });
    const uncapped = await operator.call(path, { method: "PATCH", body: { costCapCents: null } });
    expect(uncapped.body.costCapCents).toBeNull();
  });
});
