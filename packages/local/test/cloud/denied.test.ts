import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
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
  const lambda = new LambdaClient({
    endpoint: cloud.sdk,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: cloud.functionNames.outsider }));
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
  expect(answer.name).toBe("AccessDenied");
  expect(answer.message).toMatch(
    /assumed-role\/.+ is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:eu-west-1:/,
  );
});
