import { beforeAll, describe, expect, test } from "vitest";
import { buildAssembly } from "../../../scripts/build/build.ts";
import { doJobApart } from "../src/laptop/apart.ts";

// Enough pieces that some are sent to review or blocked, few enough for every run of the tests.
const count = 30;
const timeout = 300_000;

async function doTheJob(faults?: "storm") {
  const { directory: assembly } = await buildAssembly({ site: false });
  return doJobApart(assembly, { seed: 1, count, faults }, async (pieces) => {
    const pictures = pieces.flatMap(({ imageUrl }) => (imageUrl?.includes("/cdn/") ? [imageUrl] : []));
    const [first = ""] = pictures;
    const answer = await fetch(first);
    return {
      status: answer.status,
      type: answer.headers.get("content-type"),
      bytes: Buffer.from(await answer.arrayBuffer()),
    };
  });
}

describe("the main job on the laptop cloud", () => {
  let calm: Awaited<ReturnType<typeof doTheJob>>;

  beforeAll(async () => {
    calm = await doTheJob();
  }, timeout);

  test("an avatar becomes ready with fifty chosen pictures, each other one rejected for a reason", () => {
    const { avatar } = calm.result;
    expect(avatar).toMatchObject({
      status: "ready",
      datasetImages: 50,
      loraVersion: 1,
      timezone: "Europe/Madrid",
    });
    expect(avatar.datasetRejected).toBeGreaterThan(0);
    expect(avatar.bio).toMatch(/\bIA\b/);
  });

  test("every piece of the batch has an end, and the safety checks stop some", () => {
    const { requested, ready, review, blocked, failed } = calm.result.batch;
    expect(requested).toBe(count);
    expect(ready + review + blocked + failed).toBe(count);
    expect(failed).toBe(0);
    expect(review + blocked).toBeGreaterThan(0);
  });

  test("a ready picture is on the CDN and says that a trained model made it", () => {
    expect(calm.seen.status).toBe(200);
    expect(calm.seen.type).toBe("image/jpeg");
    expect(calm.seen.bytes.includes("digitalsourcetype/trainedAlgorithmicMedia")).toBe(true);
  });

  test("the ledger comes to what the providers' own logs come to with the price table", () => {
    const { mail: _unrelated, ...providers } = calm.result.sandboxCosts.byKind;
    const { byKind } = calm.result.costs;
    expect(Object.keys(byKind).toSorted()).toEqual(Object.keys(providers).toSorted());
    for (const [kind, cents] of Object.entries(providers)) expect(byKind[kind]).toBeCloseTo(cents, 6);
  });

  test("the batch cost what it was said to cost, within a tenth", () => {
    const { batchCents, actualCents } = calm.result.estimate;
    expect(actualCents / batchCents).toBeGreaterThan(0.9);
    expect(actualCents / batchCents).toBeLessThan(1.1);
  });

  test(
    "a storm of provider faults ends with the same pieces, and nothing bought twice",
    async () => {
      const storm = await doTheJob("storm");
      expect(storm.result.batch.failed).toBe(0);
      expect(storm.result.bought.duplicates).toBe(0);
      expect(storm.result.bought.trainings).toBe(1);
      expect(storm.result.ok).toBe(true);
      expect(storm.result.avatar.datasetImages).toBe(50);
      expect(storm.verdicts).toEqual(calm.verdicts);
    },
    timeout,
  );
});
