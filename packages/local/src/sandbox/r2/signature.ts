import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { credentials } from "../frame/credentials.ts";
import type { SandboxRequest } from "../frame/provider.ts";

export type Refusal = { status: number; code: string; message: string };

const algorithm = "AWS4-HMAC-SHA256";
const maxSkewMs = 15 * 60_000;
const maxExpirySeconds = 7 * 24 * 3600;

/** Checks a request's SigV4 signature, in its header or in a presigned URL; undefined when all is well. */
export function refusalOf(request: SandboxRequest): Refusal | undefined {
  const { headers, query } = request;
  if (query.has("X-Amz-Signature")) return presignedRefusal(request);
  if (!headers.authorization)
    return denied("AccessDenied", "Access Denied: the request carries no signature.");
  const match =
    /^AWS4-HMAC-SHA256 Credential=(\S+?),\s*SignedHeaders=(\S+?),\s*Signature=([0-9a-f]{64})$/.exec(
      headers.authorization,
    );
  const [, credential = "", signedHeaders = "", signature = ""] = match ?? [];
  const date = headers["x-amz-date"] ?? "";
  const time = timeOf(date);
  if (!match || time === undefined) {
    return {
      status: 400,
      code: "AuthorizationHeaderMalformed",
      message: "The authorization header is malformed.",
    };
  }
  if (Math.abs(Date.now() - time) > maxSkewMs) {
    return denied(
      "RequestTimeTooSkewed",
      "The difference between the request time and the server's is too large.",
    );
  }
  const payload = headers["x-amz-content-sha256"] ?? "";
  const isPlain = /^[0-9a-f]{64}$/.test(payload);
  if (isPlain && payload !== createHash("sha256").update(request.body).digest("hex")) {
    return {
      status: 400,
      code: "XAmzContentSHA256Mismatch",
      message: "The body is not the one that was signed.",
    };
  }
  return compare(request, { credential, signedHeaders, signature, date, payload });
}

/** Link times are real ones, whatever the time scale. */
function presignedRefusal(request: SandboxRequest): Refusal | undefined {
  const read = (name: string) => request.query.get(`X-Amz-${name}`) ?? "";
  const time = timeOf(read("Date"));
  const seconds = Number(read("Expires"));
  if (
    read("Algorithm") !== algorithm ||
    time === undefined ||
    !(seconds >= 1 && seconds <= maxExpirySeconds)
  ) {
    return {
      status: 400,
      code: "AuthorizationQueryParametersError",
      message: "The signed query is malformed.",
    };
  }
  const wrong = compare(request, {
    credential: read("Credential"),
    signedHeaders: read("SignedHeaders"),
    signature: read("Signature"),
    date: read("Date"),
    payload: "UNSIGNED-PAYLOAD",
  });
  if (wrong) return wrong;
  return Date.now() > time + seconds * 1000 ? denied("ExpiredRequest", "Request has expired.") : undefined;
}

type Claim = { credential: string; signedHeaders: string; signature: string; date: string; payload: string };

function compare(request: SandboxRequest, claim: Claim): Refusal | undefined {
  const [keyId, ...scope] = claim.credential.split("/");
  const [day = "", region = "", service = "", end = ""] = scope;
  if (keyId !== credentials.r2AccessKeyId)
    return denied("InvalidAccessKeyId", "The access key id does not exist.");
  const names = claim.signedHeaders.split(";");
  const isScopeRight =
    service === "s3" && end === "aws4_request" && claim.date.startsWith(day) && scope.length === 4;
  if (!isScopeRight || !names.includes("host")) return mismatch;
  const canonical = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${(request.headers[name] ?? "").trim().replaceAll(/\s+/g, " ")}`),
    "",
    claim.signedHeaders,
    claim.payload,
  ].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const toSign = [algorithm, claim.date, scope.join("/"), digest].join("\n");
  let key = Buffer.from(`AWS4${credentials.r2SecretAccessKey}`);
  for (const part of [day, region, service, end]) key = createHmac("sha256", key).update(part).digest();
  const expected = createHmac("sha256", key).update(toSign).digest();
  const given = Buffer.from(claim.signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : mismatch;
}

const denied = (code: string, message: string): Refusal => ({ status: 403, code, message });
const mismatch = denied(
  "SignatureDoesNotMatch",
  "The request signature we calculated does not match the signature you provided.",
);

const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const canonicalPath = (path: string) =>
  path
    .split("/")
    .map((segment) => encode(decodeURIComponent(segment)))
    .join("/");

const canonicalQuery = (query: URLSearchParams) =>
  [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([left, a], [right, b]) => (left === right ? (a < b ? -1 : 1) : left < right ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

/** `20261122T153000Z` in milliseconds since 1970. */
function timeOf(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const [, year, month, day, hour, minute, second] = (match ?? []).map(Number);
  if (year === undefined || month === undefined) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
