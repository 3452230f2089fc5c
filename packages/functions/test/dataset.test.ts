import { describe, expect, it } from "vitest";
import { type Answer, database, delivered, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { readyAvatar, rowCounts, trainableAvatar } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
type Image = { id: string; ordinal: number; status: string; revision: number; rejectReason: string | null };
type Shown = {
  status: string;
  images: (Image & { caption: string })[];
  coverage: { axis: string; values: object[] }[];
  cells: { framing: string; angle: string; planned: number; kept: number }[];
};

async function opened(make = trainableAvatar) {
  const operator = await newOperator();
  const { avatarId, loraVersionId } = await make(operator);
  const path = `/avatars/${avatarId}`;
  const read = async () => (await operator.call(`${path}/dataset`)).body.dataset as Shown;
  const image = async (status: string, ordinal = 0) => {
    const found = (await read()).images.find((one) => one.status === status && one.ordinal >= ordinal);
    if (!found) throw new Error(`no ${status} picture`);
    return found;
  };
  const review = (id: string, body: object) =>
    operator.call(`${path}/dataset/images/${id}`, { method: "PATCH", body });
  const post = (rest: string, headers: Record<string, string> = {}, body?: object) =>
    operator.call(path + rest, { method: "POST", headers, ...(body ? { body } : {}) });
  const recaption = async (words: object, change = (images: object[]) => images) => {
    const kept = (await read()).images.filter(({ status }) => status === "kept").slice(0, 3);
    const images = change(kept.map(({ id, revision }) => ({ id, revision })));
    return post("/dataset/captions", {}, { images, ...words });
  };
  return { operator, avatarId, loraVersionId, read, image, review, post, recaption };
}

describe("a dataset works", () => {
  it("takes a person's decisions and captions, and is packed anew for the next training", async () => {
    const { image, review, read } = await opened();
    const kept = await image("kept", 10);
    const rejected = await review(kept.id, { revision: kept.revision, decision: "reject" });
    expect(rejected.body).toMatchObject({
      status: "rejected",
      rejectReason: "by_person",
      decidedBy: "person",
      revision: 2,
    });
    expect((await read()).status).toBe("curated");
    const again = await review(kept.id, {
      revision: 2,
      decision: "keep",
      caption: "a portrait by the window",
    });
    expect(again.body).toMatchObject({ status: "kept", rejectReason: null, revision: 3 });
    expect(again.body.caption).toMatch(/^VX\w+, a portrait by the window$/);
    const { coverage } = await read();
    const framing = coverage.find(({ axis }) => axis === "framing");
    expect(framing?.values[0]).toMatchObject({ value: "close_up", kept: 10 });
  });

  it("shows each cell of framing and angle, planned ones and kept ones, and those that nothing is planned for", async () => {
    const { read, avatarId } = await opened();
    await database()`
      update dataset_images set cell = 'portrait/profile/neutral/studio/linen/backdrop'
      where avatar_id = ${avatarId} and ordinal < 2`;
    await database()`update dataset_images set status = 'rejected' where avatar_id = ${avatarId} and ordinal = 0`;
    const { cells } = await read();
    expect(cells).toHaveLength(36);
    expect(cells).toContainEqual({ framing: "portrait", angle: "profile", planned: 2, kept: 1 });
    expect(cells).toContainEqual({ framing: "close_up", angle: "front", planned: 0, kept: 10 });
    expect(cells).toContainEqual({ framing: "seated", angle: "front", planned: 0, kept: 0 });
  });

  it("takes one change of several captions, behind the trigger word, and counts only what changed", async () => {
    const { read, review, recaption } = await opened();
    const [first] = (await read()).images.filter(({ status }) => status === "kept");
    await review(first?.id ?? "", { revision: 1, caption: "by the window, in linen" });
    const answer = await recaption({ find: "in linen", replace: "in wool", after: "film grain" });
    expect(answer.status, answer.text).toBe(200);
    const items = answer.body.items as { caption: string; revision: number }[];
    expect(items.map(({ revision }) => revision)).toEqual([3, 2, 2]);
    expect(items[0]?.caption).toMatch(/^VX\w+, by the window, in wool, film grain$/);
    expect(items[1]?.caption).toMatch(/^VX\w+, c, film grain$/);
    expect((await read()).status).toBe("curated");
    const found = await recaption({ find: "in wool", replace: "in silk" });
    expect((found.body.items as Image[]).map(({ revision }) => revision)).toEqual([4, 2, 2]);
    const before = await recaption({ before: "a photograph" });
    const captions = (before.body.items as { caption: string }[]).map(({ caption }) => caption);
    expect(captions[0]).toMatch(/^VX\w+, a photograph, by the window, in silk, film grain$/);
    // What is not named stays as it was.
    expect((await read()).images.filter(({ caption }) => caption === "c").length).toBeGreaterThan(7);
  });

  it("has a picture replaced once, in its cell, however often it is asked", async () => {
    const { image, post, read, avatarId } = await opened();
    const old = await image("kept", 10);
    const path = `/dataset/images/${old.id}/replace`;
    const headers = { "idempotency-key": "replace-1" };
    const answers = await Promise.all([post(path, headers), post(path, headers), post(path)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({
      status: "pending",
      replaces: old.id,
      cell: "close_up/front/neutral/studio/linen/backdrop",
    });
    const { images } = await read();
    expect(images.find(({ id }) => id === old.id)).toMatchObject({
      status: "rejected",
      rejectReason: "replaced",
    });
    const queued = await database()`
      select id from generations where avatar_id = ${avatarId} and kind = 'dataset'`;
    expect(queued).toHaveLength(1);
    expect(delivered().queue.filter((body) => body.includes(String(queued[0]?.id)))).toHaveLength(1);
  });

  it("is trained from again, once, and the older version can be made the active one", async () => {
    const { post, avatarId, loraVersionId, operator } = await opened();
    const headers = { "idempotency-key": "train-1" };
    const started = await post("/training", headers, { preset: "best" });
    expect(started.status, started.text).toBe(202);
    expect(started.body).toMatchObject({
      status: "training",
      preset: "best",
      activeLoraVersionId: loraVersionId,
      setup: { run: { status: "running", purpose: "training" } },
    });
    await post("/training", headers, { preset: "best" });
    const runs = await database()`
      select id from setup_runs where avatar_id = ${avatarId} and purpose = 'training'`;
    expect(runs).toHaveLength(1);
    const canceled = await post("/cancel");
    expect(canceled.body).toMatchObject({ status: "ready", activeLoraVersionId: loraVersionId });
    await database()`update avatars set active_lora_version_id = null where id = ${avatarId}`;
    const activated = await post(`/training/${loraVersionId}/activate`);
    expect(activated.body.items).toMatchObject([{ id: loraVersionId, isActive: true }]);
    expect((await operator.call(`/avatars/${avatarId}`)).body.activeLoraVersionId).toBe(loraVersionId);
  });

  it("goes on to the training when it is approved", async () => {
    const { post, avatarId } = await opened();
    await database()`update avatars set status = 'review' where id = ${avatarId}`;
    const answer = await post("/dataset/approve");
    expect(answer.body).toMatchObject({ status: "training", setup: { run: { purpose: "setup" } } });
    expect(codeOf(await post("/dataset/approve"))).toBe("review_not_awaited");
  });
});

describe("a dataset refuses", () => {
  it("what somebody else decided on, what failed the checks, what is being made", async () => {
    const { image, review, post, read } = await opened();
    const kept = await image("kept", 10);
    await review(kept.id, { revision: kept.revision, decision: "reject" });
    const stale = await review(kept.id, { revision: kept.revision, decision: "keep" });
    expect([stale.status, codeOf(stale)]).toEqual([409, "image_changed"]);
    const young = (await read()).images.find(({ rejectReason }) => rejectReason === "young_look");
    expect(codeOf(await review(young?.id ?? "", { revision: 1, decision: "keep" }))).toBe(
      "image_not_keepable",
    );
    const failed = await image("failed");
    expect(codeOf(await review(failed.id, { revision: 1, decision: "keep" }))).toBe("image_not_keepable");
    const made = await post(`/dataset/images/${kept.id}/replace`);
    const isMade = await review(String(made.body.id), { revision: 1, decision: "keep" });
    expect(codeOf(isMade)).toBe("image_pending");
    expect(codeOf(await post("/training", {}, { preset: "fast" }))).toBe("dataset_unfinished");
    const blocked = await review(kept.id, { revision: 2, caption: "an explicit sex scene" });
    expect([codeOf(blocked), Object.keys((blocked.body.error as { fields: object }).fields)]).toEqual([
      "prompt_blocked",
      ["caption"],
    ]);
  });

  it("a change of captions that fits one and not another, and then changes none", async () => {
    const { read, recaption, review } = await opened();
    const [first] = (await read()).images.filter(({ status }) => status === "kept");
    await review(first?.id ?? "", { revision: 1, caption: `by the window ${"x".repeat(560)}` });
    const before = await read();
    const stale = (images: object[]) =>
      images.map((image, index) => (index === 2 ? { ...image, revision: 9 } : image));
    const twice = (images: object[]) => [...images, ...images];
    const foreign = () => [{ id: `img_${"0".repeat(26)}`, revision: 1 }];
    const answers = [
      await recaption({ after: "as long as forty letters make it or so" }),
      await recaption({ find: "c" }),
      await recaption({ after: "an explicit sex scene" }),
      await recaption({ after: "film grain" }, stale),
      await recaption({ after: "film grain" }, foreign),
      await recaption({ after: "film grain" }, twice),
      await recaption({ after: "film grain" }, () => []),
      await recaption({ replace: "film grain" }),
      await recaption({ before: "y".repeat(201) }),
      await recaption({}),
    ];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [400, "caption_unfit"],
      [400, "caption_unfit"],
      [400, "prompt_blocked"],
      [409, "image_changed"],
      [404, "not_found"],
      ...Array.from({ length: 5 }, () => [400, "input_invalid"]),
    ]);
    expect(await read()).toEqual(before);
  });

  it("a training of too few pictures, a review while a setup runs, a version without weights", async () => {
    const few = await opened(readyAvatar);
    const before = await rowCounts();
    expect(codeOf(await few.post("/training", {}, { preset: "fast" }))).toBe("dataset_too_small");
    expect(await rowCounts()).toEqual(before);
    const busy = await opened();
    const kept = await busy.image("kept");
    await busy.post("/training", {}, { preset: "fast" });
    const refused = await busy.review(kept.id, { revision: 1, decision: "reject" });
    expect(codeOf(refused)).toBe("dataset_not_reviewable");
    await database()`update lora_versions set status = 'failed' where id = ${busy.loraVersionId}`;
    expect(codeOf(await busy.post(`/training/${busy.loraVersionId}/activate`))).toBe("version_not_ready");
  });
});
