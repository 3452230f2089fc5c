import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { zipSync } from "fflate";
import Replicate, { type Prediction } from "replicate";
import { buckets, credentials } from "../frame/credentials.ts";
import { Look } from "../picture/look.ts";
import { renderPicture } from "../picture/render.ts";
import { until } from "../testing/sandbox-test.ts";

export const trainerVersion = "c".repeat(64);

export const replicateClient = (sandbox: { url: string }) =>
  new Replicate({
    auth: credentials.replicateApiToken,
    baseUrl: `${sandbox.url}/replicate/v1`,
    useFileOutput: false,
  });

export const s3Client = (sandbox: { s3Url: string }) =>
  new S3Client({
    endpoint: sandbox.s3Url,
    region: "auto",
    forcePathStyle: true,
    credentials: { accessKeyId: credentials.r2AccessKeyId, secretAccessKey: credentials.r2SecretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 1,
  });

/** Puts an object and gives a presigned URL that reads it, as the product hands its inputs over. */
export async function stored(sandbox: { s3Url: string }, key: string, body: Uint8Array): Promise<string> {
  const client = s3Client(sandbox);
  await client.send(new PutObjectCommand({ Bucket: buckets.media, Key: key, Body: body }));
  const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: buckets.media, Key: key }), {
    expiresIn: 600,
  });
  client.destroy();
  return url;
}

export const picture = (persona: number, seed = 1) =>
  renderPicture({
    persona,
    look: Look.any,
    prompt: "portrait, smiling",
    seed,
    flaw: undefined,
    width: 408,
    height: 512,
    format: "jpg",
    quality: 80,
  });

export async function trainingZip(persona: number, count: number): Promise<Uint8Array> {
  const images = await Promise.all(Array.from({ length: count }, (_, index) => picture(persona, index)));
  return zipSync(Object.fromEntries(images.map((bytes, index) => [`${index}.jpg`, new Uint8Array(bytes)])));
}

export async function modelToTrain(replicate: Replicate, name: string): Promise<`${string}/${string}`> {
  await replicate.models.create(credentials.replicateOwner, name, {
    visibility: "private",
    hardware: "gpu-h100",
  });
  return `${credentials.replicateOwner}/${name}`;
}

/** The prediction once it is over; the client's own `wait` throws when it failed. */
export async function ended(replicate: Replicate, { id }: { id: string }): Promise<Prediction> {
  return until(async () => {
    const now = await replicate.predictions.get(id);
    return now.status === "starting" || now.status === "processing" ? undefined : now;
  });
}
