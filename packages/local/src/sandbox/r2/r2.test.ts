import http from "node:http";
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, it } from "vitest";
import { buckets } from "../frame/credentials.ts";
import { s3Client } from "../replicate/testing.ts";
import { json, sandboxForTest } from "../testing/sandbox-test.ts";

const Bucket = buckets.media;
const text = async (response: Response) => ({ status: response.status, body: await response.text() });

describe("R2's S3 API", () => {
  it("stores, reads, lists, copies and deletes through the real SDK, and bills what is class A", async () => {
    const sandbox = await sandboxForTest();
    const client = s3Client(sandbox);
    const Key = "avatars/año nuevo (1)/a+b.jpg";
    await client.send(
      new PutObjectCommand({ Bucket, Key, Body: "hello", ContentType: "image/jpeg", Metadata: { a: "b" } }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe("hello");
    expect(got).toMatchObject({ ContentType: "image/jpeg", Metadata: { a: "b" } });
    const listed = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "avatars/" }));
    expect(listed.Contents?.map((object) => object.Key)).toEqual([Key]);
    await client.send(
      new CopyObjectCommand({
        Bucket: buckets.public,
        Key: "copy.jpg",
        CopySource: `${Bucket}/${encodeURIComponent(Key)}`,
      }),
    );
    const ranged = await client.send(new GetObjectCommand({ Bucket, Key, Range: "bytes=1-2" }));
    expect(await ranged.Body?.transformToString()).toBe("el");
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
    await expect(client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: "NoSuchKey",
    });
    const { body } = await json(`${sandbox.url}/__calls?provider=r2`);
    const billed = body.calls.filter((call: { billable?: unknown }) => call.billable);
    expect(billed.map((call: { method: string }) => call.method)).toEqual(["PUT", "GET", "PUT"]);
    expect(billed[0]).toMatchObject({
      subject: `${Bucket}/${Key}`,
      billable: { kind: "storage", model: "r2", unit: "class_a_operation", quantity: 1 },
    });
  });

  it("takes uploads in parts", async () => {
    const sandbox = await sandboxForTest();
    const client = s3Client(sandbox);
    const Body = Buffer.alloc(12 * 1024 * 1024, 7);
    await new Upload({ client, params: { Bucket, Key: "big.zip", Body } }).done();
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "big.zip" }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Body)).toBe(true);
  });

  it("refuses a wrong secret, an unknown key id, no signature and a changed body", async () => {
    const sandbox = await sandboxForTest();
    const put = new PutObjectCommand({ Bucket, Key: "a", Body: "x" });
    const as = (accessKeyId: string, secretAccessKey: string) =>
      new S3Client({
        endpoint: sandbox.s3Url,
        region: "auto",
        forcePathStyle: true,
        credentials: { accessKeyId, secretAccessKey },
        requestChecksumCalculation: "WHEN_REQUIRED",
        maxAttempts: 1,
      });
    await expect(as("sandbox-r2-access-key-id", "wrong").send(put)).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
    await expect(as("somebody", "wrong").send(put)).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
    const anonymous = await text(await fetch(`${sandbox.s3Url}/${buckets.public}/copy.jpg`));
    expect(anonymous).toMatchObject({
      status: 403,
      body: expect.stringContaining("<Code>AccessDenied</Code>") as string,
    });
    const client = s3Client(sandbox);
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: string }).body = "y";
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await expect(client.send(put)).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" });
  });

  it("honours presigned URLs until they expire, and only for what was signed", async () => {
    const sandbox = await sandboxForTest();
    const client = s3Client(sandbox);
    await client.send(new PutObjectCommand({ Bucket, Key: "face one.jpg", Body: "face" }));
    const get = new GetObjectCommand({ Bucket, Key: "face one.jpg" });
    const url = await getSignedUrl(client, get, { expiresIn: 60 });
    expect(await text(await fetch(url))).toEqual({ status: 200, body: "face" });
    const refused = async (changed: string, code: string) => {
      const answer = await text(await fetch(changed));
      expect(answer).toMatchObject({
        status: 403,
        body: expect.stringContaining(`<Code>${code}</Code>`) as string,
      });
    };
    await refused(url.replace("face%20one", "face%20two"), "SignatureDoesNotMatch");
    await refused(url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"), "SignatureDoesNotMatch");
    const hourAgo = new Date(Date.now() - 3600_000);
    await refused(await getSignedUrl(client, get, { expiresIn: 60, signingDate: hourAgo }), "ExpiredRequest");
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
    const upload = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: "up.jpg" }), {
      expiresIn: 60,
    });
    expect((await fetch(upload, { method: "PUT", body: "new" })).status).toBe(200);
  });

  it("says what R2 does not have instead of misreading it", async () => {
    const sandbox = await sandboxForTest();
    const client = s3Client(sandbox);
    await client.send(new PutObjectCommand({ Bucket, Key: "a.jpg", Body: "picture" }));
    const Tagging = { TagSet: [{ Key: "k", Value: "v" }] };
    await expect(
      client.send(new PutObjectTaggingCommand({ Bucket, Key: "a.jpg", Tagging })),
    ).rejects.toMatchObject({
      name: "NotImplemented",
      $metadata: { httpStatusCode: 501 },
    });
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: "b.jpg", Body: "x", ACL: "public-read" })),
    ).rejects.toMatchObject({ name: "NotImplemented" });
    const kept = await client.send(new GetObjectCommand({ Bucket, Key: "a.jpg" }));
    expect(await kept.Body?.transformToString()).toBe("picture");
  });

  it("keeps conditions, checksums and one write a second to one key", async () => {
    const sandbox = await sandboxForTest({ timeScale: 0.1 });
    const client = s3Client(sandbox);
    const put = (Key: string, more: object = {}) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body: "x", ...more }));
    await put("once.jpg", { IfNoneMatch: "*" });
    await expect(put("once.jpg", { IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(put("once.jpg")).rejects.toMatchObject({
      name: "TooManyRequests",
      $metadata: { httpStatusCode: 429 },
    });
    await put("other.jpg");
    await expect(put("sum.jpg", { ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==" })).rejects.toMatchObject({
      name: "BadDigest",
    });
    await expect(put("é".repeat(513))).rejects.toMatchObject({ name: "InvalidObjectName" });
  });

  it("answers a browser's question before it uploads", async () => {
    const sandbox = await sandboxForTest();
    const response = await fetch(`${sandbox.s3Url}/${Bucket}/a.jpg`, {
      method: "OPTIONS",
      headers: {
        origin: "http://localhost:3000",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "content-type",
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(response.headers.get("access-control-allow-headers")).toBe("content-type");
  });
});

describe("the CDN", () => {
  it("shows the public bucket to everybody and the private one to nobody", async () => {
    const sandbox = await sandboxForTest();
    const client = s3Client(sandbox);
    const object = {
      Key: "pieces/a.jpg",
      Body: "public",
      ContentType: "image/jpeg",
      CacheControl: "max-age=60",
    };
    await client.send(new PutObjectCommand({ Bucket: buckets.public, ...object }));
    await client.send(new PutObjectCommand({ Bucket, Key: "secret.jpg", Body: "private" }));
    const shown = await fetch(`${sandbox.url}/cdn/pieces/a.jpg`);
    expect(await shown.text()).toBe("public");
    expect(shown.headers.get("content-type")).toBe("image/jpeg");
    expect(shown.headers.get("cache-control")).toBe("max-age=60");
    const head = await fetch(`${sandbox.url}/cdn/pieces/a.jpg`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "6"]);
    for (const path of [
      "secret.jpg",
      "../vixen-media/secret.jpg",
      "%2e%2e/vixen-media/secret.jpg",
      "",
      "a/./../../vixen-media/secret.jpg",
    ]) {
      expect(await rawStatus(sandbox.url, `/cdn/${path}`)).toBe(404);
    }
    expect((await fetch(`${sandbox.url}/cdn/pieces/a.jpg`, { method: "DELETE" })).status).toBe(405);
  });

  it("still shows what was stored before a restart", async () => {
    const first = await sandboxForTest();
    await s3Client(first).send(new PutObjectCommand({ Bucket: buckets.public, Key: "a.txt", Body: "kept" }));
    await first.close();
    const second = await sandboxForTest({ dir: first.dir });
    expect(await (await fetch(`${second.url}/cdn/a.txt`)).text()).toBe("kept");
  });
});

/** The path exactly as given: `fetch` would resolve its dots first. */
function rawStatus(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    http
      .get({ hostname, port, path, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on("error", reject);
  });
}
