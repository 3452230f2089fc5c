import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cloud, startCloud } from "../../src/cloud/cloud.ts";
import { synthesiseFixture } from "./fixture/synthesise.ts";

const parent = mkdtempSync(join(tmpdir(), "vixen-denied-"));
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ directory: parent, assembly: await synthesiseFixture(parent), database: false });
});
afterAll(async () => {
  await cloud?.stop();
  rmSync(parent, { recursive: true, force: true });
});

test("a function without the right to send gets SQS's AccessDenied in its own client", async () => {
  const { accessKeyId, secretAccessKey, region } = cloud.operator;
  const url = new URL(`${cloud.sdk}/2015-03-31/functions/${cloud.functionNames.outsider}/invocations`);
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service: "lambda",
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    new HttpRequest({
      method: "POST",
      path: url.pathname,
      hostname: url.hostname,
      headers: { host: url.host },
      body: "{}",
    }),
  );
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  const answer = (await response.json()) as { name: string; message: string };
  expect(answer).toMatchObject({ name: "AccessDenied" });
  expect(answer.message).toMatch(
    /assumed-role\/.+ is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:eu-west-1:/,
  );
});
