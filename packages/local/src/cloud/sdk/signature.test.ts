import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, test } from "vitest";
import { isSignedBy, readSignature, type SignedRequest } from "./signature.ts";

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** Signed by AWS's own library, so that ours is not compared with itself. */
async function signedByAws(request: {
  method: string;
  path: string;
  query?: Record<string, string>;
  body: string;
}): Promise<SignedRequest> {
  const signer = new SignatureV4({
    credentials: { accessKeyId: "AKIA1", secretAccessKey: secret },
    region: "eu-west-1",
    service: "execute-api",
    sha256: Sha256,
  });
  const unsigned = new HttpRequest({
    ...request,
    query: request.query ?? {},
    hostname: "127.0.0.1",
    headers: { host: "127.0.0.1:8080", "content-type": "application/json", "x-amz-target": "A.B" },
  });
  const { headers } = await signer.sign(unsigned);
  const query = new URLSearchParams(request.query).toString();
  return { method: request.method, path: request.path, query, headers, body: Buffer.from(request.body) };
}

const accepts = (request: SignedRequest, by = secret, now = Date.now()) => {
  const signed = readSignature(String(request.headers.authorization));
  return signed !== undefined && isSignedBy(by, request, signed, now);
};

describe("a request that AWS's library signed", () => {
  test.each([
    ["plain", { method: "POST", path: "/", body: "{}" }],
    ["with an encoded path", { method: "POST", path: "/internal/a%20b/%C3%A9", body: "{}" }],
    ["with a query", { method: "GET", path: "/x", query: { b: "2 3", a: "é*(1)" }, body: "" }],
  ])("is accepted: %s", async (_name, request) => {
    expect(accepts(await signedByAws(request))).toBe(true);
  });

  test("is refused when body, path, query, a signed header or the secret differ, or it is old", async () => {
    const request = await signedByAws({ method: "POST", path: "/a", query: { q: "1" }, body: "{}" });
    expect(accepts({ ...request, body: Buffer.from("{ }") })).toBe(false);
    expect(accepts({ ...request, path: "/b" })).toBe(false);
    expect(accepts({ ...request, query: "q=2" })).toBe(false);
    expect(accepts({ ...request, headers: { ...request.headers, "x-amz-target": "A.C" } })).toBe(false);
    expect(accepts(request, "another secret")).toBe(false);
    expect(accepts(request, secret, Date.now() + 16 * 60_000)).toBe(false);
  });
});

test("what is no SigV4 header is not read as one", () => {
  for (const header of [
    undefined,
    "",
    "Bearer x",
    "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=h, Signature=s",
  ]) {
    expect(readSignature(header)).toBeUndefined();
  }
});
