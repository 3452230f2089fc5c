import { describe, expect, it } from "vitest";
import { json, sandboxForTest, temporaryFolder } from "../testing/sandbox-test.ts";
import { openDatabase } from "./database.ts";
import { createFaultEngine, FaultRule } from "./faults.ts";

async function engine() {
  const folder = await temporaryFolder();
  return { faults: createFaultEngine(openDatabase(folder)), folder };
}
const call = { provider: "replicate", method: "POST", path: "/replicate/v1/predictions" };

describe("the fault engine", () => {
  it("strikes at its rate, the same calls for one seed and other calls for another", async () => {
    const strikes = async (seed: number) => {
      const { faults } = await engine();
      faults.add(FaultRule.parse({ kind: "500", rate: 0.3, seed }));
      return Array.from({ length: 400 }, () => (faults.strike(call) ? 1 : 0));
    };
    const [one, again, two] = [await strikes(1), await strikes(1), await strikes(2)];
    expect(again).toEqual(one);
    expect(two).not.toEqual(one);
    const share = one.reduce((sum: number, hit) => sum + hit, 0) / one.length;
    expect(share).toBeGreaterThan(0.22);
    expect(share).toBeLessThan(0.38);
  });

  it("counts calls by the shape of their path, so that ids do not matter", async () => {
    const { faults } = await engine();
    faults.add(FaultRule.parse({ kind: "500", rate: 0.5, seed: 1 }));
    const other = (await engine()).faults;
    other.add(FaultRule.parse({ kind: "500", rate: 0.5, seed: 1 }));
    const get = (id: string) => ({ ...call, method: "GET", path: `/replicate/v1/predictions/${id}` });
    const first = Array.from(
      { length: 50 },
      (_, n) => faults.strike(get(`abcdefghijklmnop${n}0000000`)) !== undefined,
    );
    const second = Array.from(
      { length: 50 },
      (_, n) => other.strike(get(`zyxwvutsrqponmlk${n}1111111`)) !== undefined,
    );
    expect(second).toEqual(first);
  });

  it("has timeouts and resets strike half before and half after acceptance", async () => {
    const { faults } = await engine();
    faults.add(FaultRule.parse({ kinds: ["timeout", "reset"], rate: 1 }));
    const after = Array.from({ length: 400 }, () => faults.strike(call)).filter(
      (strike) => strike?.isAfterAcceptance,
    );
    expect(after.length).toBeGreaterThan(160);
    expect(after.length).toBeLessThan(240);
  });

  it("obeys what a rule matches and how often it may strike, and remembers both", async () => {
    const { faults, folder } = await engine();
    faults.add(FaultRule.parse({ kind: "429", match: { provider: "openai" } }));
    faults.add(FaultRule.parse({ kind: "500", match: { method: "post", path: "predictions$" }, count: 2 }));
    const kinds = Array.from({ length: 4 }, () => faults.strike(call)?.kind);
    expect(kinds).toEqual(["500", "500", undefined, undefined]);
    const reopened = createFaultEngine(openDatabase(folder));
    expect(reopened.list().map(({ struck }) => struck)).toEqual([0, 2]);
    expect(reopened.strike(call)).toBeUndefined();
  });

  it("makes a storm of thirty percent errors in even parts", async () => {
    const { faults } = await engine();
    faults.storm(1);
    const kinds = Array.from({ length: 2000 }, () => faults.strike(call)?.kind);
    const share = (kind: string) => kinds.filter((one) => one === kind).length / kinds.length;
    for (const kind of ["429", "500", "reset", "timeout"]) {
      expect(share(kind)).toBeGreaterThan(0.05);
      expect(share(kind)).toBeLessThan(0.1);
    }
    const hooks = Array.from({ length: 1000 }, () =>
      faults.strikeWebhook({ provider: "replicate", url: "http://x" }),
    ).flat();
    expect(hooks.filter((kind) => kind === "duplicate").length).toBeGreaterThan(60);
    expect(hooks.filter((kind) => kind === "lost" || kind === "late").length).toBeGreaterThan(60);
  });
});

describe("the server under faults", () => {
  const order = { input: { prompt: "portrait", seed: 1 } };
  const headers = { authorization: "Bearer sandbox-replicate-token" };
  const url = (sandbox: { url: string }) =>
    `${sandbox.url}/replicate/v1/models/black-forest-labs/flux-dev/predictions`;
  const add = (sandbox: { url: string }, rule: object) => json(`${sandbox.url}/__faults`, { body: rule });

  it("answers in the provider's own shape", async () => {
    const sandbox = await sandboxForTest();
    await add(sandbox, { kind: "429", count: 1 });
    const refused = await json(url(sandbox), { body: order, headers });
    expect(refused).toMatchObject({
      status: 429,
      body: { detail: expect.stringContaining("throttled") as string },
    });
    await add(sandbox, { kind: "garbage", count: 1 });
    const garbage = await json(url(sandbox), { body: order, headers });
    expect(garbage.status).toBe(200);
    expect(garbage.body.status).toBeUndefined();
    expect((await json(`${sandbox.url}/__ledger`)).body.predictions).toBe(0);
  });

  it("cannot read an image in the words of whoever was asked to look at it", async () => {
    const sandbox = await sandboxForTest();
    await add(sandbox, { kind: "unreadable_image", match: { path: "/(moderations|rekognition)" } });
    const asked = await json(`${sandbox.url}/openai/v1/moderations`, { body: { input: "a picture" } });
    expect(asked).toMatchObject({ status: 400, body: { error: { code: "invalid_image_format" } } });
    const looked = await json(`${sandbox.url}/rekognition`, { body: {} });
    expect(looked).toMatchObject({ status: 400, body: { __type: "InvalidImageFormatException" } });
  });

  it("cuts the line before or after the work was done, and its call log knows which", async () => {
    const sandbox = await sandboxForTest({ timeScale: 400 });
    await add(sandbox, { kinds: ["reset", "timeout"], rate: 1, count: 12 });
    for (let seed = 0; seed < 12; seed++) {
      await expect(
        json(url(sandbox), { body: { input: { prompt: "portrait", seed } }, headers }),
      ).rejects.toThrow();
    }
    const { body } = await json(`${sandbox.url}/__calls?provider=replicate`);
    const accepted = body.calls.filter((one: { accepted: boolean }) => one.accepted);
    expect(body.calls).toHaveLength(12);
    expect(body.calls.every((one: { status: number; fault?: string }) => one.status === 0 && one.fault)).toBe(
      true,
    );
    expect(accepted.length).toBeGreaterThan(0);
    expect(accepted.length).toBeLessThan(12);
    expect((await json(`${sandbox.url}/__ledger`)).body.predictions).toBe(accepted.length);
  });

  it("never strikes its own pages or the CDN", async () => {
    const sandbox = await sandboxForTest();
    await add(sandbox, { kind: "500", rate: 1 });
    expect((await json(`${sandbox.url}/__health`)).status).toBe(200);
    expect((await json(`${sandbox.url}/replicate/__settings`)).status).toBe(200);
    expect((await json(`${sandbox.url}/email/__messages`)).status).toBe(200);
    expect((await fetch(`${sandbox.url}/cdn/nothing.jpg`)).status).toBe(404);
    const list = await json(`${sandbox.url}/__faults`);
    expect(list.body.faults).toMatchObject([{ kinds: ["500"], rate: 1, struck: 0 }]);
    await json(`${sandbox.url}/__faults`, { method: "DELETE" });
    expect((await json(url(sandbox), { body: order, headers })).status).toBe(201);
  });

  it("refuses a rule it does not understand and keeps what is asked of one provider to it", async () => {
    const sandbox = await sandboxForTest();
    expect((await add(sandbox, { kind: "earthquake" })).status).toBe(422);
    expect((await add(sandbox, { kind: "500", match: { path: "(" } })).status).toBe(422);
    expect((await add(sandbox, {})).status).toBe(422);
    await json(`${sandbox.url}/openai/__faults`, { body: { kind: "500" } });
    expect((await json(url(sandbox), { body: order, headers })).status).toBe(201);
    const since = (await json(`${sandbox.url}/__calls`)).body.calls.at(-1).id;
    await json(url(sandbox), { body: { input: { prompt: "another" } }, headers });
    const { body } = await json(`${sandbox.url}/replicate/__calls?since=${since}`);
    expect(body.calls).toHaveLength(1);
  });
});
