import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { secret } from "../kit/config.ts";
import { ProviderError } from "../kit/error.ts";
import { lazily } from "../kit/lazily.ts";
import { connectionError, shapeError, statusError } from "./http-error.ts";
import * as Ledger from "./ledger.ts";
import { withRetry } from "./retry.ts";
import * as Tab from "./tab.ts";

/** Originals are private; only what passed every check and is for everybody lies in the public bucket. */
export type Bucket = "private" | "public";

export const presignedSeconds = 3_600;
// Above this a single PUT is refused by some S3 implementations; parts go up one by one.
const singlePutLimit = 8 * 1024 * 1024;
const partSize = 5 * 1024 * 1024;

const s3 = lazily(
  async () =>
    new S3Client({
      endpoint: await secret("R2_ENDPOINT"),
      region: "auto",
      credentials: {
        accessKeyId: await secret("R2_ACCESS_KEY_ID"),
        secretAccessKey: await secret("R2_SECRET_ACCESS_KEY"),
      },
      forcePathStyle: true,
      // The SDK's default checksums break presigned uploads and some R2 calls.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 20_000 },
    }),
);
export const nameOf = (bucket: Bucket): Promise<string> =>
  secret(bucket === "public" ? "R2_PUBLIC_BUCKET" : "R2_BUCKET");

/** An hour: a picture that is withdrawn must not live on for a year in a cache that nobody can empty. */
export const cacheControlOf = (bucket: Bucket): string =>
  bucket === "public" ? "public, max-age=3600" : "private, no-store";

type PutOptions = {
  contentType: string;
  purpose: Ledger.Purpose;
  /** Leaves the cost to the caller's tab, which a process that dies before takes along. */
  isOnTab?: boolean;
};

/** Stores an object under a key that is never written with other content. Repeating it is harmless. */
export async function put(bucket: Bucket, key: string, body: Uint8Array, options: PutOptions): Promise<void> {
  const input = {
    Bucket: await nameOf(bucket),
    Key: key,
    Body: body,
    ContentType: options.contentType,
    CacheControl: cacheControlOf(bucket),
  };
  const written = await attempt(async (send) => {
    const isWhole = body.length <= singlePutLimit;
    const answer = isWhole
      ? await send.send(new PutObjectCommand(input))
      : await new Upload({ client: send, params: input, partSize }).done();
    if (!answer.ETag) throw shapeError("r2", "the ETag of what was stored");
    return answer;
  });
  // In parts it is one operation to begin, one for each part and one to end.
  const operations = body.length <= singlePutLimit ? 1 : Math.ceil(body.length / partSize) + 2;
  const booking = bookingOf(`${bucket}/${key}`, written.$metadata.requestId, operations, options.purpose);
  if (!options.isOnTab || !Tab.put({ booking })) await Ledger.book([booking]);
}

type Written = [path: string, requestId: string | undefined, operations: number, purpose: Ledger.Purpose];

/** Books what was written elsewhere. */
export const book = (...written: Written): Promise<void> => Ledger.book([bookingOf(...written)]);

/** Under the provider's own reference, so that writing the same object again is another row. */
function bookingOf(...[path, requestId, quantity, purpose]: Written): Ledger.Booking {
  return {
    provider: "r2",
    providerRef: `${path} ${requestId ?? crypto.randomUUID()}`,
    charges: [{ kind: "storage", model: "r2", unit: "class_a_operation", quantity }],
    purpose,
  };
}

/** Reads an object; throws a ProviderError with code NoSuchKey when there is none. */
export async function get(bucket: Bucket, key: string): Promise<Buffer> {
  const name = await nameOf(bucket);
  return attempt(async (send) => {
    const answer = await send.send(new GetObjectCommand({ Bucket: name, Key: key }));
    if (!answer.ETag) throw shapeError("r2", "an object with its ETag");
    return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
  });
}

/** The address on the CDN of an object in the public bucket. */
export async function publicUrl(key: string): Promise<string> {
  return `${(await secret("R2_PUBLIC_URL")).replace(/\/$/, "")}/${key}`;
}

/** An address that reads a private object for at most an hour. */
export async function presignedUrl(key: string, seconds = presignedSeconds): Promise<string> {
  const expiresIn = Math.min(seconds, presignedSeconds);
  return getSignedUrl(await s3(), new GetObjectCommand({ Bucket: await nameOf("private"), Key: key }), {
    expiresIn,
  });
}

/** Makes a call, again while it fails for the moment; every failure is ours afterwards. */
export async function attempt<T>(run: (client: S3Client) => Promise<T>): Promise<T> {
  return withRetry(async () => {
    try {
      return await run(await s3());
    } catch (error) {
      throw translate(error);
    }
  });
}

// Documented as transient, yet sent with status 400.
const transientCodes = new Set(["IncompleteBody", "ClientDisconnect"]);

function translate(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (!(error instanceof S3ServiceException)) return connectionError("r2", error);
  const status = error.$metadata.httpStatusCode;
  if (status === undefined) return connectionError("r2", error);
  return statusError("r2", transientCodes.has(error.name) ? 503 : status, error.message, {
    code: error.name,
    cause: error,
  });
}
