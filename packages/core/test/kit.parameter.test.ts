import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { readParameter } from "@vixen/core/kit/parameter.ts";
import { isSignedBy, readSignature } from "@vixen/local/cloud/sdk/signature.ts";
import { afterEach, describe, expect, it, vi } from "vitest";

type Seen = { isSigned: boolean; target: unknown; token: unknown; body: unknown };
const closers: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) close();
});

/** Something that answers like SSM and verifies the signature as the laptop cloud does. */
async function ssm(answers: { status: number; body: unknown }[]) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const signature = readSignature(request.headers.authorization);
    seen.push({
      isSigned:
        signature !== undefined &&
        isSignedBy(
          "secret",
          { method: "POST", path: "/", query: "", headers: request.headers, body: Buffer.from(body) },
          signature,
        ),
      target: request.headers["x-amz-target"],
      token: request.headers["x-amz-security-token"],
      body: JSON.parse(body),
    });
    const answer = answers[Math.min(seen.length, answers.length) - 1];
    response.writeHead(answer?.status ?? 500).end(JSON.stringify(answer?.body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closers.push(() => server.close());
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "session");
  return seen;
}

describe("A parameter", () => {
  it("is asked for by a signed request, and the first name with a value wins", async () => {
    const Parameters = [
      { Name: "/b", Value: "two" },
      { Name: "/a", Value: "one" },
    ];
    const seen = await ssm([{ status: 200, body: { Parameters } }]);
    expect(await readParameter(["/a", "/b"])).toBe("one");
    expect(seen).toEqual([
      {
        isSigned: true,
        target: "AmazonSSM.GetParameters",
        token: "session",
        body: { Names: ["/a", "/b"], WithDecryption: true },
      },
    ]);
  });

  it("that has no value is undefined", async () => {
    await ssm([{ status: 200, body: { InvalidParameters: ["/a"] } }]);
    expect(await readParameter(["/a"])).toBeUndefined();
  });

  it("is asked for again when SSM fails for the moment, and not when it refuses", async () => {
    const failing = await ssm([
      { status: 500, body: {} },
      { status: 200, body: { Parameters: [{ Name: "/a", Value: "one" }] } },
    ]);
    expect(await readParameter(["/a"])).toBe("one");
    expect(failing).toHaveLength(2);
    const refusing = await ssm([{ status: 400, body: { __type: "AccessDeniedException" } }]);
    await expect(readParameter(["/a"])).rejects.toThrow("AccessDeniedException");
    expect(refusing).toHaveLength(1);
  });
});
