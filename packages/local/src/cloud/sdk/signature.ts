/** Signature Version 4 as the receiving side computes it. Hot path: node's crypto, signing keys cached. */

import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export type SignedRequest = {
  method: string;
  /** The path as sent, still percent-encoded. */
  path: string;
  query: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
};

export type Credential = { accessKeyId: string; date: string; region: string; service: string };
export type Signature = Credential & { signedHeaders: string[]; signature: string };

const hash = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();

const signingKeys = new Map<string, Buffer>();

function signingKey(secret: string, { date, region, service }: Credential): Buffer {
  const name = `${secret}/${date}/${region}/${service}`;
  let key = signingKeys.get(name);
  if (!key) {
    key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), "aws4_request");
    if (signingKeys.size > 1000) signingKeys.clear();
    signingKeys.set(name, key);
  }
  return key;
}

export function readSignature(authorization: string | undefined): Signature | undefined {
  if (!authorization?.startsWith("AWS4-HMAC-SHA256 ")) return undefined;
  const parts = new Map(
    authorization
      .slice("AWS4-HMAC-SHA256 ".length)
      .split(",")
      .map((part): [string, string] => {
        const at = part.indexOf("=");
        return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
      }),
  );
  const [accessKeyId, date, region, service, terminator] = (parts.get("Credential") ?? "").split("/");
  const signature = parts.get("Signature");
  const signedHeaders = parts.get("SignedHeaders")?.split(";");
  if (!accessKeyId || !date || !region || !service || terminator !== "aws4_request") return undefined;
  if (!signature || !signedHeaders) return undefined;
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

/** Every service but S3 encodes the path a second time. */
const canonicalPath = (path: string) => path.split("/").map(encode).join("/") || "/";

export function signatureFor(secret: string, request: SignedRequest, signed: Signature): string {
  const header = (name: string) => {
    const value = request.headers[name];
    return (Array.isArray(value) ? value.join(",") : (value ?? "")).trim().replace(/ +/g, " ");
  };
  const payload =
    header("x-amz-content-sha256") === "UNSIGNED-PAYLOAD" ? "UNSIGNED-PAYLOAD" : hash(request.body);
  const canonical = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...signed.signedHeaders.map((name) => `${name}:${header(name)}`),
    "",
    signed.signedHeaders.join(";"),
    payload,
  ].join("\n");
  const scope = `${signed.date}/${signed.region}/${signed.service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", header("x-amz-date"), scope, hash(canonical)].join("\n");
  return hmac(signingKey(secret, signed), text).toString("hex");
}

/** True when the request was signed with this secret in the last 15 minutes. */
export function isSignedBy(
  secret: string,
  request: SignedRequest,
  signed: Signature,
  now = Date.now(),
): boolean {
  const stamp = String(request.headers["x-amz-date"] ?? "");
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(at) || Math.abs(now - at) > 15 * 60_000) return false;
  const expected = Buffer.from(signatureFor(secret, request, signed));
  const given = Buffer.from(signed.signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
