import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { database, delivered, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { persona, readyAvatar, rowCounts } from "./support/world.ts";

useApi();

describe("avatars work", () => {
  it("creates a draft, whose city gives the time zone, and tells the bus", async () => {
    const operator = await newOperator();
    const created = await operator.call("/avatars", { body: persona });
    expect(created.status, created.text).toBe(201);
    expect(created.body).toMatchObject({
      name: "Alba",
      status: "draft",
      timezone: "Europe/Madrid",
      faceUrl: null,
    });
    expect(delivered().bus).toContainEqual(
      expect.objectContaining({
        type: "avatar.created",
        detail: expect.objectContaining({ body: { avatarId: created.body.id } }),
      }),
    );
  });

  it("answers an avatar whole: face, setup, dataset, training, identity", async () => {
    const operator = await newOperator();
    const { avatarId, loraVersionId } = await readyAvatar(operator);
    const { status, body, text } = await operator.call(`/avatars/${avatarId}`);
    expect(status, text).toBe(200);
    expect(body.dataset).toMatchObject({ planned: 4, settled: 4, kept: 2, rejected: 1, failed: 1 });
    expect(body.training).toMatchObject({ loraVersionId, status: "ready" });
    expect(body.setup).toMatchObject({
      run: { status: "succeeded" },
      steps: [{ step: "generate-dataset", status: "succeeded" }],
    });
    expect(String(body.faceUrl)).toMatch(/avatars\/face\.jpg\?.*X-Amz-Expires=3600/);
  });

  it("pages newest first, and the pages together are the list", async () => {
    const operator = await newOperator();
    const ids: unknown[] = [];
    for (let index = 0; index < 5; index++)
      ids.unshift((await operator.call("/avatars", { body: persona })).body.id);
    const found: unknown[] = [];
    let path = "/avatars?limit=2";
    for (let page = 0; page < 3; page++) {
      const { body } = await operator.call(path);
      found.push(...(body.items as { id: string }[]).map((item) => item.id));
      path = `/avatars?limit=2&cursor=${body.next}`;
      expect(body.next === null).toBe(page === 2);
    }
    expect(found).toEqual(ids);
  });

  it("changes, archives, brings back and deletes; costs stay", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const changed = await operator.call(`/avatars/${avatarId}`, { method: "PATCH", body: { name: "Luna" } });
    expect(changed.body).toMatchObject({ name: "Luna", niche: persona.niche });
    const archive = () =>
      operator.call(`/avatars/${avatarId}`, { method: "PATCH", body: { isArchived: true } });
    expect((await archive()).body.error).toMatchObject({ code: "avatar_busy" });
    await database()`update generations set status = 'succeeded' where avatar_id = ${avatarId}`;
    expect((await archive()).body.status).toBe("archived");
    expect((await operator.call("/avatars")).body.items).toEqual([]);
    const archived = await operator.call("/avatars?status=archived");
    expect(archived.body.items).toHaveLength(1);
    expect((await operator.call(`/avatars/${avatarId}`, { method: "DELETE" })).status).toBe(204);
    expect((await operator.call(`/avatars/${avatarId}`)).status).toBe(404);
    const receipt = await operator.call(`/avatars/${avatarId}/removal`);
    expect(receipt.body).toMatchObject({
      status: "pending",
      filesDeleted: 0,
      modelsDeleted: 0,
      runsLeft: 0,
      finishedAt: null,
    });
    const totals = await operator.call(`/costs/totals?avatarId=${avatarId}`);
    expect(totals.body.entries).toBe(1);
  });

  it("answers 304 to who has the same already, with CORS, and pictures keep their address", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const headers = { origin: "https://studio.example" };
    const first = await operator.call(`/avatars/${avatarId}`, { headers });
    const etag = first.headers.get("etag") ?? "";
    const second = await operator.call(`/avatars/${avatarId}`, {
      headers: { ...headers, "if-none-match": etag },
    });
    expect(second.status).toBe(304);
    expect(second.headers.get("access-control-allow-origin")).toBe("https://studio.example");
    expect(second.headers.get("access-control-expose-headers")).toContain("etag");
    expect(second.headers.get("x-request-id")).toMatch(/^req_/);
  });
});

describe("avatars refuse bad input", () => {
  it.each([
    ["an age of 17", { age: 17 }, "age"],
    ["an age that is a text", { age: "27" }, "age"],
    ["an age with a fraction", { age: 18.5 }, "age"],
    ["a name too long", { name: "a".repeat(61) }, "name"],
    ["an empty niche", { niche: "  " }, "niche"],
    ["nine faces", { candidateCount: 9 }, "candidateCount"],
    ["a field nobody knows", { isAdmin: true }, "body"],
    ["a language we do not write", { language: "fr" }, "language"],
  ])("%s", async (_name, change, field) => {
    const operator = await newOperator();
    const before = await rowCounts();
    const { status, body, text } = await operator.call("/avatars", { body: { ...persona, ...change } });
    expect(status, text).toBe(400);
    expect(body.error).toMatchObject({ code: "input_invalid", fields: { [field]: expect.any(String) } });
    expect(await rowCounts()).toEqual(before);
  });

  it("refuses a child by the database too", async () => {
    const { userId } = await newOperator();
    const row = {
      id: createId("avatar"),
      owner_id: userId,
      name: "a",
      niche: "a",
      style: "a",
      language: "es",
    };
    const place = {
      city: "Madrid",
      country: "Spain",
      timezone: "Europe/Madrid",
      seed: 1,
      trigger_word: "VX",
    };
    const sql = database();
    await expect(sql`insert into avatars ${sql({ ...row, ...place, age: 17 })}`).rejects.toThrow(
      /avatars_age_check/,
    );
  });

  it("refuses a look that may not be made, and a city that does not exist", async () => {
    const operator = await newOperator();
    const young = await operator.call("/avatars", {
      body: { ...persona, style: "schoolgirl, 15 years old" },
    });
    expect(young.body.error).toMatchObject({ code: "prompt_blocked" });
    const nowhere = await operator.call("/avatars", { body: { ...persona, city: "Xyzzyville" } });
    expect(nowhere.body.error).toMatchObject({ code: "city_unknown" });
    expect([young.status, nowhere.status]).toEqual([400, 400]);
  });

  it("refuses pages of 0 and of 101, and a cursor of another kind", async () => {
    const operator = await newOperator();
    for (const query of ["limit=0", "limit=101", "limit=x", "cursor=usr_1", `cursor=${createId("user")}`]) {
      const { status, body } = await operator.call(`/avatars?${query}`);
      expect([status, (body.error as { code: string }).code]).toEqual([400, "input_invalid"]);
    }
  });
});

describe("avatars refuse the wrong person", () => {
  it("shows a stranger nothing in lists and changes nothing of another's", async () => {
    const [owner, stranger] = [await newOperator(), await newOperator()];
    const { avatarId } = await readyAvatar(owner);
    expect((await stranger.call("/avatars")).body.items).toEqual([]);
    const patched = await stranger.call(`/avatars/${avatarId}`, { method: "PATCH", body: { name: "Mine" } });
    const deleted = await stranger.call(`/avatars/${avatarId}`, { method: "DELETE" });
    expect([patched.status, deleted.status]).toEqual([404, 404]);
    expect((await owner.call(`/avatars/${avatarId}`)).body.name).toBe("Alba");
  });
});
