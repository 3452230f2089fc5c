import { createHash } from "node:crypto";
import * as Needs from "@vixen/core/activity/needs.ts";
import { Candidate, Curation, Dataset } from "@vixen/core/avatar";
import * as Storage from "@vixen/core/provider/storage.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { newAvatar } from "./support/persona.ts";
import { failers, until } from "./support/pump.ts";
import { type Begun, begunSetup, findDataset } from "./support/setup.ts";
import { newTenant, type Tenant } from "./support/tenant.ts";

useWorld();

const answersOf = (token: string) => cloud().answers.filter((answer) => answer.token === token);

/** Pictures that are made, straight in their rows: `count` good ones, each different from the others. */
async function madePictures({ tenant, datasetId }: Begun, changes: Record<string, unknown>[]): Promise<void> {
  const sql = database();
  const rows = await sql`select id from dataset_images where dataset_id = ${datasetId} order by ordinal`;
  for (const [index, { id }] of rows.entries()) {
    const phash = createHash("sha256").update(`${id}`).digest("hex").slice(0, 16);
    const made = { status: "candidate", phash, sharpness: 5 + index, identity_score: 0.95, is_frontal: true };
    await sql`
      update dataset_images set ${sql({ ...made, media_key: "shared/face.jpg", ...changes[index] })}
      where id = ${String(id)}`;
  }
  await sql`update generations set status = 'succeeded' where owner_id = ${tenant.userId}`;
  await sql`update datasets set status = 'generated' where id = ${datasetId}`;
  cloud().messages.length = 0;
}

describe("The dataset", () => {
  it("is made once, and the machine hears of its last picture once", async () => {
    const begun = await begunSetup(4);
    const before = bought();
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "token"));
    expect(answersOf("token")).toEqual([]);
    const [kept] = await database()`select task_token from datasets where id = ${begun.datasetId}`;
    expect(kept?.task_token).toMatch(/^sealed\.1\.test\./);
    await until(async () => (await findDataset(begun))?.status === "generated", { atOnce: 4 });
    expect(boughtSince(before)).toEqual({ predictions: 4, trainings: 0, duplicates: 0 });
    expect(answersOf("token")).toMatchObject([{ output: { datasetId: begun.datasetId } }]);
    // Told once more of a picture that is settled, as by a second delivery, it has nobody left to tell.
    const [image] = await database()`select id from dataset_images where dataset_id = ${begun.datasetId}`;
    await begun.tenant.tx(() =>
      failers.dataset({ subjectId: image?.id, kind: "dataset" } as never, { code: "x", message: "x" }),
    );
    expect(answersOf("token")).toHaveLength(1);
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "later"));
    expect(answersOf("later")).toHaveLength(1);
    expect(boughtSince(before).predictions).toBe(4);
  });

  it("is complete when its last two pictures settle at the same moment", async () => {
    for (let round = 0; round < 5; round++) {
      const begun = await begunSetup(2);
      await begun.tenant.as(() => Dataset.generate(begun.avatarId, `token ${round}`));
      const generations = await database()`
        select id, subject_id from generations where owner_id = ${begun.tenant.userId}`;
      await Promise.all(
        generations.map(({ subject_id }) =>
          begun.tenant.tx(() =>
            failers.dataset({ subjectId: subject_id, kind: "dataset" } as never, { code: "x", message: "x" }),
          ),
        ),
      );
      expect((await findDataset(begun))?.status).toBe("generated");
      expect(answersOf(`token ${round}`)).toHaveLength(1);
    }
  });

  it("asks only for what failed or was canceled when it is made again", async () => {
    const begun = await begunSetup(3);
    await until(async () => (await findDataset(begun))?.status === "generated", { atOnce: 3 });
    const [failed] = await database()`
      update dataset_images set status = 'failed', reject_reason = 'http_500'
      where id = (select id from dataset_images where dataset_id = ${begun.datasetId} limit 1)
      returning generation_id`;
    await database()`update generations set status = 'failed' where id = ${String(failed?.generation_id)}`;
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "again"));
    expect(cloud().messages.map(({ queue }) => queue)).toEqual(["generation"]);
    expect(cloud().messages[0]?.body).toContain(String(failed?.generation_id));
  });
});

describe("The curator", () => {
  const curate = ({ tenant, avatarId }: Begun) => tenant.as(() => Curation.curate(avatarId));
  const statuses = async ({ datasetId }: Begun) =>
    database()`
      select status, reject_reason from dataset_images where dataset_id = ${datasetId} order by ordinal`;

  it("keeps as many as it should and gives each other one its reason", async () => {
    const begun = await begunSetup(10, 6);
    await madePictures(begun, [
      {},
      { status: "rejected", reject_reason: "young_look" },
      {},
      { identity_score: 0.1 },
      {},
      { identity_score: 0.4 },
    ]);
    expect(await curate(begun)).toEqual({ isEnough: true, needsReview: false });
    const images = await statuses(begun);
    expect(images.filter(({ status }) => status === "kept")).toHaveLength(6);
    const reasons = images.filter(({ status }) => status === "rejected").map((image) => image.reject_reason);
    expect(reasons).toEqual(expect.arrayContaining(["young_look", "other_identity", "weak_identity"]));
    expect(reasons).not.toContain(null);
    expect(await curate(begun)).toEqual({ isEnough: true, needsReview: false });
    expect(await statuses(begun)).toEqual(images);
  });

  it("asks for more when too few passed, and gives up with its numbers after three rounds", async () => {
    const begun = await begunSetup(4, 6);
    for (const round of [1, 2]) {
      await madePictures(begun, Array(60).fill({ status: "rejected", reject_reason: "no_face" }));
      expect(await curate(begun)).toEqual({ isEnough: false, needsReview: false });
      expect(await findDataset(begun)).toMatchObject({ rounds: round + 1, status: "generating" });
      // Run again, as after a crash, it waits for what it asked for.
      expect(await curate(begun)).toEqual({ isEnough: false, needsReview: false });
      expect(await findDataset(begun)).toMatchObject({ rounds: round + 1 });
    }
    await madePictures(begun, Array(60).fill({ status: "rejected", reject_reason: "no_face" }));
    await expect(curate(begun)).rejects.toMatchObject({
      code: "dataset_insufficient",
      message: expect.stringMatching(/after 3 rounds: too_few_images: 0 of 6 can be kept/),
    });
    const seeds = await database()`
      select count(*)::int as images, count(distinct seed)::int as seeds
      from dataset_images where dataset_id = ${begun.datasetId}`;
    expect(seeds[0]?.seeds).toBe(seeds[0]?.images);
  });

  it("packs the same pictures into the same bytes", async () => {
    const begun = await begunSetup(8, 6);
    await madePictures(begun, []);
    await curate(begun);
    const pack = async () => {
      await database()`
        update datasets set status = 'curated', zip_key = null, zip_sha256 = null where id = ${begun.datasetId}`;
      await begun.tenant.as(() => Curation.pack(begun.avatarId));
      return findDataset(begun);
    };
    const [first, second] = [await pack(), await pack()];
    expect(second?.zipSha256).toBe(first?.zipSha256);
    const zip = await Storage.get("private", String(first?.zipKey));
    expect(createHash("sha256").update(zip).digest("hex")).toBe(first?.zipSha256);
  });
});

describe("Faces to choose from", () => {
  async function faces(input: { isAutomatic?: boolean; candidateCount: number }) {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant, input);
    await tenant.as(() => Candidate.start(avatarId));
    const list = () => tenant.tx(() => Candidate.list(avatarId));
    const areMade = async () => (await list()).every(({ status }) => status === "ready");
    return { tenant, avatarId, list, areMade };
  }
  /** As a checker or a provider does that wants none of them. */
  async function refuse(tenant: Tenant, candidates: { id: string }[]): Promise<void> {
    for (const { id: subjectId } of candidates) {
      const generation = { subjectId, kind: "candidate", avatarId: await avatarOf(subjectId) };
      await tenant.tx(() => failers.candidate(generation as never, { code: "young_look", message: "x" }));
    }
  }
  const avatarOf = async (candidateId: string) => {
    const [row] = await database()`select avatar_id from face_candidates where id = ${candidateId}`;
    return row?.avatar_id;
  };
  const runsOf = (avatarId: string) => database()`select id from setup_runs where avatar_id = ${avatarId}`;

  it("are chosen from once, by itself, although the last ones settle at the same moment", async () => {
    const { avatarId, list, areMade } = await faces({ isAutomatic: true, candidateCount: 4 });
    const errors = await until(areMade, { atOnce: 4 });
    expect(errors).toEqual([]);
    expect((await list()).filter(({ isChosen }) => isChosen)).toHaveLength(1);
    expect(await runsOf(avatarId)).toHaveLength(1);
  });

  it("are all made anew once when none can be used, and then a person is asked", async () => {
    const { tenant, avatarId, list } = await faces({ isAutomatic: true, candidateCount: 2 });
    const needs = () => tenant.tx(() => Needs.list());
    const first = await list();
    await refuse(tenant, first);
    const second = await list();
    expect(second).toMatchObject([
      { slot: 0, revision: 1, status: "pending" },
      { slot: 1, revision: 1, status: "pending" },
    ]);
    for (const [slot, { seed }] of second.entries()) expect(seed).not.toBe(first[slot]?.seed);
    expect(await needs()).toEqual([]);
    await refuse(tenant, second);
    expect(await list()).toMatchObject([{ revision: 1 }, { revision: 1 }]);
    expect(await needs()).toMatchObject([{ kind: "faces", id: avatarId, count: 0 }]);
    expect(await runsOf(avatarId)).toEqual([]);
  });

  it("are not made anew by themselves where the cap or a person is to decide", async () => {
    const capped = await faces({ isAutomatic: true, candidateCount: 2 });
    await database()`update avatars set cost_cap_cents = 1 where id = ${capped.avatarId}`;
    const careful = await faces({ candidateCount: 2 });
    for (const { tenant, avatarId, list } of [capped, careful]) {
      await refuse(tenant, await list());
      expect(await list()).toMatchObject([{ revision: 0 }, { revision: 0 }]);
      expect(await tenant.tx(() => Needs.list())).toMatchObject([{ kind: "faces", id: avatarId, count: 0 }]);
    }
  });

  it("leave the others alone when one is made anew", async () => {
    const { tenant, avatarId, list, areMade } = await faces({ candidateCount: 3 });
    await until(areMade, { atOnce: 3 });
    const before = await list();
    await tenant.as(() => Candidate.reroll(avatarId, 1));
    const after = await list();
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
    expect(after[1]).toMatchObject({ slot: 1, revision: 1, status: "pending" });
    expect(after[1]?.seed).not.toBe(before[1]?.seed);
    await tenant.as(() => Candidate.start(avatarId));
    expect(await list()).toHaveLength(3);
  });

  it("are locked once: the same face again answers the same, another is refused", async () => {
    const { tenant, avatarId, list, areMade } = await faces({ candidateCount: 2 });
    await until(areMade, { atOnce: 2 });
    const [first, second] = await list();
    const lock = (id: string | undefined) => tenant.as(() => Candidate.lock(avatarId, String(id)));
    const [one, other] = await Promise.allSettled([lock(first?.id), lock(first?.id)]);
    expect([one.status, other.status]).toEqual(["fulfilled", "fulfilled"]);
    expect(await lock(first?.id)).toMatchObject({ status: "training" });
    await expect(lock(second?.id)).rejects.toMatchObject({ code: "face_locked" });
    await expect(tenant.as(() => Candidate.reroll(avatarId, 1))).rejects.toMatchObject({
      code: "face_locked",
    });
    await expect(tenant.as(() => Candidate.start(avatarId))).rejects.toMatchObject({ code: "face_locked" });
    expect(await runsOf(avatarId)).toHaveLength(1);
  });
});
