import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cloud, startCloud } from "../../src/cloud/cloud.ts";
import { type Client, clientOf, eventually } from "./fixture/client.ts";
import { synthesiseFixture } from "./fixture/synthesise.ts";

const parent = mkdtempSync(join(tmpdir(), "vixen-cloud-"));
let cloud: Cloud;
let client: Client;
let sandbox: Server;
const heard: string[] = [];

beforeAll(async () => {
  sandbox = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ calls: [] }));
  });
  await new Promise<void>((resolve) => sandbox.listen(0, "127.0.0.1", resolve));
  cloud = await startCloud({
    directory: parent,
    assembly: await synthesiseFixture(parent),
    timeScale: 40,
    secrets: join(parent, "secrets.json"),
    sandboxUrl: `http://127.0.0.1:${(sandbox.address() as AddressInfo).port}`,
    database: false,
  });
  client = clientOf(cloud.api);
});

afterAll(async () => {
  await cloud?.stop();
  sandbox.closeAllConnections();
  sandbox.close();
  rmSync(parent, { recursive: true, force: true });
});

describe("the HTTP API", () => {
  test("hands the function the gateway's event, and its answer back with cookies", async () => {
    const answer = await fetch(`${cloud.api}/things/a%20b/?x=1`, { method: "POST" });
    expect(answer.status).toBe(404);
    const found = await fetch(`${cloud.api}/api/echo?x=1&x=2`, { headers: { cookie: "s=1" } });
    expect(found.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await found.json()).toMatchObject({
      routeKey: "ANY /api/{proxy+}",
      pathParameters: { proxy: "echo" },
      cookies: ["s=1"],
      queryStringParameters: { x: "1,2" },
    });
  });

  test("answers 404 for an unknown route, 500 for a function that throws, and names the error in the log", async () => {
    expect((await fetch(`${cloud.api}/nowhere`)).status).toBe(404);
    expect((await client.act("fail")).status).toBe(500);
    const { invocations } = await client.state();
    expect(invocations.find((one) => one.outcome === "error")).toMatchObject({ error: "Error: on purpose" });
    expect(invocations.some((one) => one.log.some((line) => line.includes("action fail")))).toBe(true);
  });

  test("refuses a body over 10 MB and takes one just under it", async () => {
    const post = (size: number) =>
      fetch(`${cloud.api}/api/x/nothing`, { method: "POST", body: Buffer.alloc(size, 32) });
    expect((await post(11 * 1024 * 1024)).status).toBe(413);
    expect((await post(5 * 1024 * 1024)).status).not.toBe(413);
  });

  test("answers a preflight itself, for allowed origins only", async () => {
    const ask = (origin: string) =>
      fetch(`${cloud.api}/api/x/nothing`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    const allowed = await ask("https://app.test");
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([
      204,
      "https://app.test",
    ]);
    expect((await ask("https://evil.test")).headers.get("access-control-allow-origin")).toBeNull();
  });

  test("opens an IAM-authorised route to a signature only", async () => {
    expect((await fetch(`${cloud.api}/internal/echo`, { method: "POST", body: "{}" })).status).toBe(403);
    const url = new URL(`${cloud.api}/internal/echo`);
    const signed = async (secretAccessKey: string) => {
      const { accessKeyId } = cloud.operator;
      const signer = new SignatureV4({
        credentials: { accessKeyId, secretAccessKey },
        region: cloud.operator.region,
        service: "execute-api",
        sha256: Sha256,
      });
      const request = new HttpRequest({
        method: "POST",
        path: url.pathname,
        hostname: url.hostname,
        headers: { host: url.host },
        body: "{}",
      });
      const { headers } = await signer.sign(request);
      return fetch(url, { method: "POST", body: "{}", headers });
    };
    expect((await signed("wrong")).status).toBe(403);
    const answer = await signed(cloud.operator.secretAccessKey);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      requestContext: { authorizer: { iam: { userArn: expect.stringContaining("operator") } } },
    });
  });

  test("serves a function's own URL below its prefix, which the function does not see", async () => {
    const answer = await fetch(`${cloud.functionUrls.front}echo?a=1`, { method: "POST", body: "raw" });
    expect(await answer.json()).toMatchObject({
      rawPath: "/echo",
      rawQueryString: "a=1",
      routeKey: "$default",
    });
  });

  test("kills a function at its timeout and answers 500", async () => {
    expect((await client.act("sleep")).status).toBe(500);
    const { invocations } = await client.state();
    expect(invocations.find((one) => one.outcome === "timeout")?.error).toContain(
      "timed out after 2.00 seconds",
    );
  });
});

describe("queues", () => {
  test("hand a message to their function", async () => {
    expect((await client.act("send", { id: "q1" })).status).toBe(200);
    await eventually(
      () => client.seen("work q1"),
      (seen) => seen === 1,
    );
  });

  test("move only the message that keeps failing to the dead letters, and repeat no other for it", async () => {
    await Promise.all(["good1", "poison1", "good2", "good3"].map((id) => client.act("send", { id })));
    const state = await eventually(
      () => client.state(),
      ({ queues }) => queues[0]?.deadLetterDepth === 1,
    );
    const deadLetterQueue = state.queues[0]?.deadLetterQueue;
    const dead = await (await fetch(`${cloud.console}/queues/${deadLetterQueue}`)).json();
    expect(dead).toMatchObject({ messages: [{ body: '{"id":"poison1"}' }] });
    const counts = await Promise.all(
      ["good1", "good2", "good3", "poison1"].map((id) => client.seen(`work ${id}`)),
    );
    expect(counts).toEqual([1, 1, 1, 2]);
  });

  test("take what a rule of the bus sends, in the rule's own shape", async () => {
    await client.act("event", { type: "thing.queued", id: "ignored" });
    await eventually(
      () => client.seen("work from-bus"),
      (seen) => seen === 1,
    );
  });
});

describe("the bus", () => {
  test("invokes the function whose rule matches, and no other", async () => {
    await client.act("event", { type: "thing.done", id: "b1" });
    await client.act("event", { type: "thing.unheard", id: "b2" });
    await eventually(
      () => client.seen("notify b1"),
      (seen) => seen === 1,
    );
    expect(await client.seen("notify b2")).toBe(0);
    const { events } = await client.state();
    expect(events.find((event) => event.detail_type === "thing.unheard")?.matched).toBe(0);
  });

  test("gives a failing function Lambda's two retries", async () => {
    await client.act("event", { type: "thing.done", id: "flaky1" });
    await eventually(
      () => client.seen("notify flaky1"),
      (seen) => seen === 3,
    );
  });

  test("runs schedules, by the clock and when asked", async () => {
    await eventually(
      () => client.seen("tick"),
      (seen) => seen >= 1,
    );
    const before = await client.seen("tick");
    expect((await client.post("/schedules/tick/run", {})).status).toBe(202);
    await eventually(
      () => client.seen("tick"),
      (seen) => seen > before,
    );
    expect((await client.post("/schedules/none/run", {})).status).toBe(404);
  });
});

describe("state machines", () => {
  const start = (name: string, subject: string) => client.act("start", { name, input: { subject } });
  const token = async (subject: string) =>
    (await eventually(
      () => client.valueOf(`token ${subject}`),
      (value) => value !== undefined,
    )) ?? "";

  test("run to the state that waits for an answer, and on with it", async () => {
    const { body } = await start("m1", "s1");
    expect((await client.act("succeed", { token: await token("s1") })).status).toBe(200);
    const ended = await eventually(
      () => client.act("describe", { arn: body.executionArn }),
      (one) => one.body.status !== "RUNNING",
    );
    expect(ended.body).toMatchObject({
      status: "SUCCEEDED",
      output: expect.stringContaining('"answer":"yes"'),
    });
  });

  test("catch the failure that was sent by its name", async () => {
    const { body } = await start("m2", "s2");
    await client.act("refuse", { token: await token("s2") });
    const ended = await eventually(
      () => client.act("describe", { arn: body.executionArn }),
      (one) => one.body.status !== "RUNNING",
    );
    expect(ended.body).toMatchObject({ status: "SUCCEEDED", output: '"refused"' });
  });

  test("start once by name: the same again is the same, another input is an error, and so is a name that is over", async () => {
    const first = await start("m3", "s3");
    expect((await start("m3", "s3")).body.executionArn).toBe(first.body.executionArn);
    expect((await start("m3", "other")).body).toMatchObject({ name: "ExecutionAlreadyExists" });
    await client.act("stop", { arn: first.body.executionArn });
    expect((await client.act("describe", { arn: first.body.executionArn })).body.status).toBe("ABORTED");
    expect((await start("m3", "s3")).body).toMatchObject({ name: "ExecutionAlreadyExists" });
    expect(await client.seen("step other prepare")).toBe(0);
  });

  test("refuse a token that was used, that is over, or that never was", async () => {
    const { body } = await start("m4", "s4");
    const known = await token("s4");
    await client.act("stop", { arn: body.executionArn });
    expect((await client.act("succeed", { token: known })).body).toMatchObject({ name: "TaskTimedOut" });
    expect((await client.act("succeed", { token: "made up" })).body).toMatchObject({
      name: "TaskDoesNotExist",
    });
  });
});

describe("the front door", () => {
  test("gives a function its secrets, and AWS's own error for one it may not read", async () => {
    expect((await client.act("secret")).body).toMatchObject({ Parameters: [{ Value: '{"ANSWER":"42"}' }] });
    const { body } = await client.act("stolen");
    expect(body).toMatchObject({ name: "AccessDeniedException", status: 400 });
    expect(body.message).toContain(
      "is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:123456789012:parameter/sst/app/test/Secret/Other/value",
    );
  });

  test("denies a queue with the error that the SQS client knows", async () => {
    const functions = new SQSClient({
      endpoint: cloud.sdk,
      region: "eu-west-1",
      credentials: { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" },
      maxAttempts: 1,
    });
    await expect(
      functions.send(new SendMessageCommand({ QueueUrl: `${cloud.sdk}/1/x`, MessageBody: "x" })),
    ).rejects.toThrow("security token");
    const { denials } = await client.state();
    expect(denials.some((denial) => denial.action === "ssm:GetParameters")).toBe(true);
  });
});

describe("the console", () => {
  test("names what nothing here runs, at start and on the page", async () => {
    expect(cloud.problems.join()).toContain("AWS::Kinesis::Stream: Main/Odd");
    expect((await client.state()).unknownResources).toEqual(["AWS::Kinesis::Stream"]);
  });

  test("is a page with every part that its script fills", async () => {
    const html = await (await fetch(cloud.console)).text();
    for (const part of ["queues", "executions", "invocations", "bus", "schedules", "sandbox", "problems"]) {
      expect(html).toContain(`data-part="${part}"`);
      expect(html).toContain(part);
    }
    const state = await client.state();
    expect(state.queues[0]?.consumer).toBe("work");
    expect(state.schedules).toHaveLength(1);
  });

  test("reaches the sandboxes' switches and logs through itself", async () => {
    await fetch(`${cloud.console}/sandbox/__calls?provider=openai`);
    await client.post("/sandbox/__faults", { preset: "storm", seed: 1 });
    expect(heard).toEqual(["GET /__calls?provider=openai", "POST /__faults"]);
  });
});

describe("a crash point", () => {
  test("that strikes a worker fails its invocation only", async () => {
    expect((await client.post("/crash-points", { name: "in front", hit: 2, worker: true })).status).toBe(201);
    expect((await client.act("crash")).body).toBe("survived");
    expect((await client.act("crash")).status).toBe(500);
    expect((await client.act("crash")).body).toBe("survived");
    const { crashPoints } = await client.state();
    expect(crashPoints.passed["in front"]).toBe(3);
    expect(
      readFileSync(join(parent, "cloud", "crashes.jsonl"), "utf8")
        .trim()
        .split("\n"),
    ).toHaveLength(1);
  });
});
