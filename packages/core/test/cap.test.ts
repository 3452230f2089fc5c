import { Avatar, Candidate, Dataset, DatasetReview, Setup, Training } from "@vixen/core/avatar";
import * as IdentityWrite from "@vixen/core/avatar/identity-write.ts";
import { Batch, Piece } from "@vixen/core/content";
import { regenerate } from "@vixen/core/content/revision.ts";
import { pictureNanos } from "@vixen/core/cost";
import { Attempt, Generation } from "@vixen/core/generation";
import { createId } from "@vixen/core/kit/id.ts";
import { nanosPerCent } from "@vixen/core/kit/money.ts";
import { datasetModel } from "@vixen/core/provider/models.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { newAvatar, readyAvatar } from "./support/persona.ts";
import { pump, until } from "./support/pump.ts";
import { begunSetup, findDataset } from "./support/setup.ts";
import { newTenant, type Tenant } from "./support/tenant.ts";

useWorld();

type Owned = { tenant: Tenant; avatarId: string };
const nothing = { predictions: 0, trainings: 0, duplicates: 0 };

const cap = ({ tenant, avatarId }: Owned, costCapCents: number | null) =>
  tenant.as(() => Avatar.update(avatarId, { costCapCents }));

/** Books cents to an avatar, as any call does. */
async function spend({ tenant, avatarId }: Owned, cents: number): Promise<void> {
  const id = createId("costEntry");
  const row = { id, owner_id: tenant.userId, avatar_id: avatarId, kind: "text", provider: "p", model: "m" };
  const amount = { unit: "u", quantity: 1, price_version: "1", amount_nanos: cents * nanosPerCent };
  await database()`insert into cost_entries ${database()({ ...row, ...amount, provider_ref: id })}`;
}

const codeOf = (error: unknown) => (error as { code?: string }).code;

describe("A cap", () => {
  it("refuses a batch that is expected to cost more than is left, and leaves nothing behind", async () => {
    const owned = await readyAvatar();
    await cap(owned, 100);
    await spend(owned, 95);
    const start = (count: number) =>
      owned.tenant.as(() => Batch.start({ avatarId: owned.avatarId, count, seed: 1 }));
    await expect(start(50)).rejects.toMatchObject({
      code: "cap_too_low",
      status: 402,
      message: expect.stringMatching(/\$0\.05 is left of the cap of \$1\.00\. Raise the cap/),
    });
    expect(await database()`select id from content_batches where avatar_id = ${owned.avatarId}`).toEqual([]);
    await cap(owned, 500);
    await expect(start(50)).resolves.toMatchObject({ counts: { requested: 50 } });
    cloud().messages.length = 0;
  });

  it("buys nothing more once it is met in the midst of a batch, and says so at every piece", async () => {
    const owned = await readyAvatar();
    await cap(owned, 100);
    const batch = await owned.tenant.as(() => Batch.start({ avatarId: owned.avatarId, count: 3, seed: 1 }));
    await spend(owned, 100);
    const before = bought();
    expect((await pump()).errors).toEqual([]);
    expect(boughtSince(before)).toEqual(nothing);
    const pieces = await owned.tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 10 }));
    expect(pieces.map(({ status, failureCode }) => [status, failureCode])).toEqual(
      Array(3).fill(["failed", "cap_reached"]),
    );
    expect(await database()`select id from attempts where avatar_id = ${owned.avatarId}`).toEqual([]);
    expect(await database()`select id from provider_calls where avatar_id = ${owned.avatarId}`).toEqual([]);
  });

  it("that is met lets nothing good go for what it would not buy", async () => {
    const owned = await readyAvatar();
    const { tenant, avatarId } = owned;
    const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 5 }));
    await until(async () => (await tenant.tx(() => Batch.get(batch.id))).status === "finished");
    const [dataset] = await database()`select id from datasets where avatar_id = ${avatarId}`;
    const image = { id: createId("datasetImage"), owner_id: tenant.userId, avatar_id: avatarId };
    const words = { cell: "portrait/front/neutral/studio/linen/backdrop", prompt: "p", caption: "c" };
    const more = {
      dataset_id: dataset?.id,
      ordinal: 0,
      seed: 1,
      generation_id: "x",
      media_key: "shared/face.jpg",
    };
    await database()`insert into dataset_images ${database()({ ...image, ...words, ...more, status: "kept" })}`;
    const rows = async () => [
      await database()`select * from content_pieces where batch_id = ${batch.id}`,
      await database()`select * from dataset_images where avatar_id = ${avatarId}`,
    ];
    const before = await rows();
    await cap(owned, 100);
    await spend(owned, 100);
    const anew = tenant.as(() => regenerate(String(before[0]?.[0]?.id)));
    await expect(anew).rejects.toMatchObject({ code: "cap_too_low" });
    const another = tenant.as(() => DatasetReview.replace(avatarId, image.id));
    await expect(another).rejects.toMatchObject({ code: "cap_too_low" });
    expect((await pump()).errors).toEqual([]);
    expect(await rows()).toEqual(before);
  });

  it("that is met has no identity written anew", async () => {
    const owned = await readyAvatar();
    const own = { owner_id: owned.tenant.userId, avatar_id: owned.avatarId };
    const text = { kind: "tone", value: database().json("calm"), origin: "inferred", confidence: 1 };
    await database()`
      insert into identity_components ${database()({ id: createId("identityComponent"), ...own, ...text })}`;
    await cap(owned, 100);
    await spend(owned, 100);
    const asked = owned.tenant.as(() => IdentityWrite.request(owned.avatarId));
    await expect(asked).rejects.toMatchObject({ code: "cap_reached" });
    expect(await database()`select id from identity_writes where avatar_id = ${owned.avatarId}`).toEqual([]);
  });

  it("counts what is being bought: of many claims at one moment only those that fit win", async () => {
    const tenant = await newTenant();
    const owned = { tenant, avatarId: await newAvatar(tenant) };
    const each = pictureNanos(datasetModel);
    await cap(owned, Math.ceil((each * 3.5) / nanosPerCent));
    const claims = Array.from({ length: 8 }, (_, index) =>
      tenant.tx(() =>
        Attempt.claim({
          avatarId: owned.avatarId,
          subjectKind: "generation",
          subjectId: `picture ${index}`,
          batchId: null,
          model: datasetModel,
          expectedNanos: each,
        }),
      ),
    );
    const outcomes = await Promise.allSettled(claims);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(outcomes.length - refused.length).toBe(3);
    expect(new Set(refused.map(({ reason }) => codeOf(reason)))).toEqual(new Set(["cap_reached"]));
    const open = await tenant.tx(() => Attempt.listOpen(owned.avatarId));
    expect(open).toHaveLength(3);
    // Somebody waits for these: asking again is not a purchase.
    const { avatarId } = owned;
    const subjectId = open[0]?.subjectId ?? "";
    const same = { avatarId, subjectKind: "generation" as const, subjectId, batchId: null, model: "m" };
    const again = await tenant.tx(() => Attempt.claim(same));
    expect(again).toBeUndefined();
  });

  it("stops a dataset without planning others in place of what it left out, and a raise goes on", async () => {
    const begun = await begunSetup(4);
    await cap(begun, 10);
    await spend(begun, 10);
    const before = bought();
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "capped"));
    await pump();
    expect(boughtSince(before)).toEqual(nothing);
    const answer = cloud().answers.find(({ token }) => token === "capped");
    expect(answer).toMatchObject({ error: "cap_reached" });
    expect((await findDataset(begun))?.status).toBe("generating");
    await cap(begun, 1_000);
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "raised"));
    await until(async () => (await findDataset(begun))?.status === "generated", { atOnce: 4 });
    expect(boughtSince(before)).toMatchObject({ predictions: 4, duplicates: 0 });
    const raised = cloud().answers.filter(({ token }) => token === "raised");
    expect(raised).toMatchObject([{ output: { datasetId: begun.datasetId } }]);
  });

  it("refuses a training, and a setup that does not fit", async () => {
    const begun = await begunSetup(2);
    const sql = database();
    await sql`update datasets set status = 'packed', zip_key = 'shared/faces.zip', zip_sha256 = '0' where id = ${begun.datasetId}`;
    await cap(begun, 20);
    const before = bought();
    await expect(begun.tenant.as(() => Training.start(begun.avatarId, "token"))).rejects.toMatchObject({
      code: "cap_reached",
    });
    expect(boughtSince(before)).toEqual(nothing);
    await sql`update avatars set status = 'failed' where id = ${begun.avatarId}`;
    await expect(begun.tenant.as(() => Setup.retry(begun.avatarId))).rejects.toMatchObject({
      code: "cap_too_low",
    });
    await cap(begun, 1_000);
    await sql`update setup_runs set status = 'failed' where avatar_id = ${begun.avatarId}`;
    expect((await begun.tenant.as(() => Setup.retry(begun.avatarId))).status).toBe("training");
    cloud().messages.length = 0;
  });

  it("that a whole setup does not fit under refuses an automatic avatar at once, and a face never breaks on it", async () => {
    const tenant = await newTenant();
    const owned = { tenant, avatarId: await newAvatar(tenant, { isAutomatic: true, candidateCount: 1 }) };
    await cap(owned, 50);
    const start = () => tenant.as(() => Candidate.start(owned.avatarId));
    await expect(start()).rejects.toMatchObject({ code: "cap_too_low" });
    await cap(owned, 1_000);
    const [candidate] = await start();
    // Lowered while the face is being made: the draft then waits for a person.
    await cap(owned, 50);
    await until(async () => {
      const [face] = await tenant.tx(() => Candidate.list(owned.avatarId));
      return face?.status !== "pending";
    });
    const avatar = await tenant.tx(() => Avatar.get(owned.avatarId));
    const [face] = await tenant.tx(() => Candidate.list(owned.avatarId));
    expect(face).toMatchObject({ id: candidate?.id, isChosen: false });
    expect(avatar).toMatchObject({ status: "draft", isAutomatic: face?.status !== "ready" });
  });

  it("fails a picture once, and lets it be asked for again", async () => {
    const owned = await readyAvatar();
    await cap(owned, 100);
    await owned.tenant.as(() => Batch.start({ avatarId: owned.avatarId, count: 1, seed: 1 }));
    await spend(owned, 100);
    await pump();
    const [generation] = await database()`
      select id, status, error_code from generations where avatar_id = ${owned.avatarId}`;
    expect(generation).toMatchObject({ status: "failed", error_code: "cap_reached" });
    await cap(owned, null);
    const before = bought();
    await owned.tenant.tx(() => Generation.requeue([String(generation?.id)]));
    await pump({ only: "generation" });
    expect(boughtSince(before).predictions).toBe(1);
    cloud().messages.length = 0;
  });
});
