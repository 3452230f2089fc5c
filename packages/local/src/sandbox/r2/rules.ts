import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { SandboxRequest } from "../frame/provider.ts";
import type { Refusal } from "./signature.ts";

/** Parts of S3 that R2 has not; the emulator behind us would misread some of them as plain reads and writes. */
const missingResources = [
  ...[
    "acl",
    "tagging",
    "versioning",
    "versions",
    "versionId",
    "policy",
    "policyStatus",
    "object-lock",
    "legal-hold",
  ],
  ...[
    "retention",
    "website",
    "notification",
    "replication",
    "logging",
    "requestPayment",
    "accelerate",
    "torrent",
  ],
  ...["publicAccessBlock", "ownershipControls", "inventory", "metrics", "analytics", "intelligent-tiering"],
  ...["attributes", "restore", "select", "encryption", "renameObject"],
  // R2 has these, the sandbox does not: better said than silently ignored.
  ...["cors"],
];
const missingHeaders = [
  ...[
    "x-amz-acl",
    "x-amz-tagging",
    "x-amz-object-lock-mode",
    "x-amz-object-lock-legal-hold",
    "x-amz-website-redirect-location",
  ],
  ...[
    "x-amz-server-side-encryption",
    "x-amz-expected-bucket-owner",
    "x-amz-request-payer",
    "x-amz-grant-read",
  ],
];

const maxKeyBytes = 1024;
const maxMetadataBytes = 8192;

export const notImplemented = (what: string): Refusal => ({
  status: 501,
  code: "NotImplemented",
  message: `A header or query you provided implies functionality that is not implemented: ${what}.`,
});

/** What R2 refuses before it looks at its objects. */
export function ruleBroken(request: SandboxRequest, key: string): Refusal | undefined {
  const resource = missingResources.find((name) => request.query.has(name));
  if (resource) return notImplemented(resource);
  const header = missingHeaders.find((name) => name in request.headers);
  if (header) return notImplemented(header);
  if ((request.headers["content-type"] ?? "").startsWith("multipart/form-data")) {
    return notImplemented("POST uploads by form");
  }
  if (Buffer.byteLength(key) > maxKeyBytes)
    return bad("InvalidObjectName", "The key is longer than 1024 bytes.");
  // R2 takes such keys; the files the sandbox keeps its objects in do not.
  if (key.split("/").some((segment) => segment === "." || segment === "..")) {
    return bad("InvalidObjectName", "The sandbox takes no dot segments in keys.");
  }
  const metadata = Object.entries(request.headers).filter(([name]) => name.startsWith("x-amz-meta-"));
  const size = metadata.reduce((sum, [name, value]) => sum + name.length - 11 + Buffer.byteLength(value), 0);
  if (size > maxMetadataBytes) return bad("MetadataTooLarge", "Your metadata exceeds 8192 bytes.");
  return request.method === "PUT" ? wrongBody(request) : undefined;
}

function wrongBody({ headers, query, body }: SandboxRequest): Refusal | undefined {
  if (!("content-length" in headers)) {
    return {
      status: 411,
      code: "MissingContentLength",
      message: "You must provide the Content-Length header.",
    };
  }
  // A streamed body carries its checksum in a trailer, which the emulator takes apart.
  if ((headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING-")) return undefined;
  const given = (name: string) => headers[name] ?? query.get(name) ?? undefined;
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  const sums: readonly (readonly [string | undefined, () => string])[] = [
    [headers["content-md5"], () => createHash("md5").update(body).digest("base64")],
    [given("x-amz-checksum-crc32"), () => crc.toString("base64")],
    [given("x-amz-checksum-sha1"), () => createHash("sha1").update(body).digest("base64")],
    [given("x-amz-checksum-sha256"), () => createHash("sha256").update(body).digest("base64")],
  ];
  const isWrong = sums.some(([sum, compute]) => sum !== undefined && sum !== compute());
  return isWrong ? bad("BadDigest", "The checksum you specified did not match what we received.") : undefined;
}

const bad = (code: string, message: string): Refusal => ({ status: 400, code, message });

/** R2 takes one write a second to one key. */
export function createWriteLimit(minimumMs: number) {
  const last = new Map<string, number>();
  return (key: string): Refusal | undefined => {
    const now = Date.now();
    for (const [old, at] of last) {
      if (now - at < minimumMs) break; // Oldest first: the rest is younger still.
      last.delete(old);
    }
    if (last.has(key)) {
      return {
        status: 429,
        code: "TooManyRequests",
        message: "Reduce your rate of simultaneous writes to one key.",
      };
    }
    last.set(key, now);
    return undefined;
  };
}
