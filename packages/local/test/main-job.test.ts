import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { buildAssembly } from "../../../scripts/build/build.ts";
import { type Laptop, startLaptop } from "../src/laptop/laptop.ts";
import { demoLogin, runMainJob } from "../src/laptop/once.ts";
import { Operator } from "../src/laptop/operator.ts";
import { readMails } from "../src/laptop/sandbox-client.ts";

// Enough pieces that some are sent to review or blocked, few enough for every run of the tests.
const count = 30;
const timeout = 300_000;

type PieceView = { ordinal: number; templateId: string; status: string; imageUrl: string | null };

async function doTheJob(faults?: "storm") {
  const directory = mkdtempSync(join(tmpdir(), "vixenbliss-test-"));
  const { directory: assembly } = await buildAssembly({ site: false });
  const laptop = await startLaptop({ directory, assembly, timeScale: 20, seed: 1 });
  try {
    const result = await runMainJob(laptop, { seed: 1, count, faults }, () => {});
    return { result, pieces: await piecesOf(laptop, result.batch.id) };
  } finally {
    await laptop.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function piecesOf(laptop: Laptop, batchId: string) {
  const operator = new Operator(() => laptop.api);
  await operator.signIn(demoLogin, () => readMails(laptop.sandboxUrl));
  const { items } = await operator.get<{ items: PieceView[] }>(
    `/content/pieces?batchId=${batchId}&limit=100`,
  );
  const pictures = items.flatMap(({ imageUrl }) => (imageUrl?.includes("/cdn/") ? [imageUrl] : []));
  const [first = ""] = pictures;
  return {
    verdicts: items.map(({ templateId, status }) => `${templateId} ${status}`).toSorted(),
    first: await fetch(first).then(async (answer) => ({
      status: answer.status,
      type: answer.headers.get("content-type"),
      bytes: Buffer.from(await answer.arrayBuffer()),
    })),
  };
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
    expect(calm.pieces.first.status).toBe(200);
    expect(calm.pieces.first.type).toBe("image/jpeg");
    expect(calm.pieces.first.bytes.includes("digitalsourcetype/trainedAlgorithmicMedia")).toBe(true);
  });

  test("the ledger comes to what the providers' own logs come to with the price table", () => {
    const { mail: _unrelated, ...providers } = calm.result.sandboxCosts.byKind;
    const { byKind } = calm.result.costs;
    expect(Object.keys(byKind).toSorted()).toEqual(Object.keys(providers).toSorted());
    for (const [kind, cents] of Object.entries(providers)) expect(byKind[kind]).toBeCloseTo(cents, 6);
  });

  test(
    "a storm of provider faults ends with the same pieces, and nothing bought twice",
    async () => {
      const storm = await doTheJob("storm");
      expect(storm.result.batch.failed).toBe(0);
      expect(storm.result.bought.duplicates).toBe(0);
      expect(storm.result.bought.trainings).toBe(1);
      expect(storm.result.avatar.datasetImages).toBe(50);
      expect(storm.pieces.verdicts).toEqual(calm.pieces.verdicts);
    },
    timeout,
  );
});
