import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, test } from "vitest";
import { startFixture } from "./fixture/running.ts";

const fixture = startFixture();

describe("the HTTP API", () => {
  test("hands the function the gateway's event, and its answer back with cookies", async () => {
    const answer = await fetch(`${fixture.cloud.api}/things/a%20b/?x=1`, { method: "POST" });
    expect(answer.status).toBe(404);
    const found = await fetch(`${fixture.cloud.api}/api/echo?x=1&x=2`, { headers: { cookie: "s=1" } });
    expect(found.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await found.json()).toMatchObject({
      routeKey: "ANY /api/{proxy+}",
      pathParameters: { proxy: "echo" },
      cookies: ["s=1"],
      queryStringParameters: { x: "1,2" },
    });
  });

  test("answers 404 for an unknown route, 500 for a function that throws, and names the error in the log", async () => {
    expect((await fetch(`${fixture.cloud.api}/nowhere`)).status).toBe(404);
    expect((await fixture.client.act("fail")).status).toBe(500);
    const { invocations } = await fixture.client.state();
    expect(invocations.find((one) => one.outcome === "error")).toMatchObject({ error: "Error: on purpose" });
    expect(invocations.some((one) => one.log.some((line) => line.includes("action fail")))).toBe(true);
  });

  test("refuses a body over 10 MB, and one that makes an event of over 6 MB, in the gateway's words", async () => {
    const headers = { "content-type": "text/plain" };
    const post = (size: number) =>
      fetch(`${fixture.cloud.api}/api/x/nothing`, { method: "POST", headers, body: Buffer.alloc(size, 32) });
    for (const megabytes of [11, 7]) {
      const refused = await post(megabytes * 1024 * 1024);
      expect([refused.status, await refused.json()]).toEqual([413, { message: "Request Entity Too Large" }]);
    }
    expect((await post(5 * 1024 * 1024)).status).not.toBe(413);
  });

  test("answers a preflight itself, for allowed origins only", async () => {
    const ask = (origin: string) =>
      fetch(`${fixture.cloud.api}/api/x/nothing`, {
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
    expect((await fetch(`${fixture.cloud.api}/internal/echo`, { method: "POST", body: "{}" })).status).toBe(
      403,
    );
    const url = new URL(`${fixture.cloud.api}/internal/echo`);
    const signed = async (secretAccessKey: string) => {
      const { accessKeyId } = fixture.cloud.operator;
      const signer = new SignatureV4({
        credentials: { accessKeyId, secretAccessKey },
        region: fixture.cloud.operator.region,
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
    const answer = await signed(fixture.cloud.operator.secretAccessKey);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      requestContext: { authorizer: { iam: { userArn: expect.stringContaining("operator") } } },
    });
  });

  test("serves a function's own URL below its prefix, which the function does not see", async () => {
    const answer = await fetch(`${fixture.cloud.functionUrls.front}echo?a=1`, {
      method: "POST",
      body: "raw",
    });
    expect(await answer.json()).toMatchObject({
      rawPath: "/echo",
      rawQueryString: "a=1",
      routeKey: "$default",
    });
  });

  test("kills a function at its timeout and answers 500", async () => {
    expect((await fixture.client.act("sleep")).status).toBe(500);
    const { invocations } = await fixture.client.state();
    expect(invocations.find((one) => one.outcome === "timeout")?.error).toContain(
      "timed out after 2.00 seconds",
    );
  });
});

describe("the front door", () => {
  test("gives a function its secrets, and AWS's own error for one it may not read", async () => {
    expect((await fixture.client.act("secret")).body).toMatchObject({
      Parameters: [{ Value: '{"ANSWER":"42"}' }],
    });
    const { body } = await fixture.client.act("stolen");
    expect(body).toMatchObject({ name: "AccessDeniedException", status: 400 });
    expect(body.message).toContain(
      "is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:123456789012:parameter/sst/app/test/Secret/Other/value",
    );
  });

  test("denies a queue with the error that the SQS client knows", async () => {
    const functions = new SQSClient({
      endpoint: fixture.cloud.sdk,
      region: "eu-west-1",
      credentials: { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" },
      maxAttempts: 1,
    });
    await expect(
      functions.send(new SendMessageCommand({ QueueUrl: `${fixture.cloud.sdk}/1/x`, MessageBody: "x" })),
    ).rejects.toThrow("security token");
    const { denials } = await fixture.client.state();
    expect(denials.some((denial) => denial.action === "ssm:GetParameters")).toBe(true);
  });
});

describe("the console", () => {
  test("names what nothing here runs, at start and on the page", async () => {
    expect(fixture.cloud.problems.join()).toContain("AWS::Kinesis::Stream: Main/Odd");
    expect((await fixture.client.state()).unknownResources).toEqual(["AWS::Kinesis::Stream"]);
  });

  test("is a page with every part that its script fills", async () => {
    const html = await (await fetch(fixture.cloud.console)).text();
    for (const part of ["queues", "executions", "invocations", "bus", "schedules", "sandbox", "problems"]) {
      expect(html).toContain(`data-part="${part}"`);
      expect(html).toContain(part);
    }
    const state = await fixture.client.state();
    expect(state.queues[0]?.consumer).toBe("work");
    expect(state.schedules).toHaveLength(1);
  });

  test("reaches the sandboxes' switches and logs through itself", async () => {
    await fetch(`${fixture.cloud.console}/sandbox/__calls?provider=openai`);
    await fixture.client.post("/sandbox/__faults", { preset: "storm", seed: 1 });
    expect(fixture.heard).toEqual(["GET /__calls?provider=openai", "POST /__faults"]);
  });
});

describe("a crash point", () => {
  test("that strikes a worker fails its invocation only", async () => {
    expect(
      (await fixture.client.post("/crash-points", { name: "in front", hit: 2, worker: true })).status,
    ).toBe(201);
    expect((await fixture.client.act("crash")).body).toBe("survived");
    expect((await fixture.client.act("crash")).status).toBe(500);
    expect((await fixture.client.act("crash")).body).toBe("survived");
    const { crashPoints } = await fixture.client.state();
    expect(crashPoints.passed["in front"]).toBe(3);
    expect(
      readFileSync(join(fixture.parent, "cloud", "crashes.jsonl"), "utf8")
        .trim()
        .split("\n"),
    ).toHaveLength(1);
  });
});
