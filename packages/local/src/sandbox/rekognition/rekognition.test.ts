import {
  CompareFacesCommand,
  DetectFacesCommand,
  DetectModerationLabelsCommand,
  RecognizeCelebritiesCommand,
  RekognitionClient,
} from "@aws-sdk/client-rekognition";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Flaw } from "../picture/flaw.ts";
import { Look } from "../picture/look.ts";
import { renderPicture } from "../picture/render.ts";
import { json, sandboxForTest } from "../testing/sandbox-test.ts";

const draw = (persona: number, flaw?: Flaw, prompt = "portrait, facing the camera") =>
  renderPicture({
    persona,
    look: Look.any,
    prompt,
    seed: 1,
    flaw,
    width: 408,
    height: 512,
    format: "jpg",
    quality: 80,
  });

const clientOf = (sandbox: { url: string }) =>
  new RekognitionClient({
    endpoint: `${sandbox.url}/rekognition`,
    region: "us-east-1",
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
    maxAttempts: 1,
  });

describe("Rekognition", () => {
  it("finds a face with its place, age and pose, and none where there is none", async () => {
    const client = clientOf(await sandboxForTest());
    const faces = async (Bytes: Uint8Array) =>
      (await client.send(new DetectFacesCommand({ Image: { Bytes }, Attributes: ["ALL"] }))).FaceDetails ??
      [];
    const [face] = await faces(await draw(1));
    expect(face?.AgeRange?.Low).toBeGreaterThanOrEqual(22);
    expect(face?.Confidence).toBeGreaterThan(98);
    expect(Math.abs(face?.Pose?.Yaw ?? 90)).toBeLessThan(15);
    const box = face?.BoundingBox;
    expect((box?.Left ?? 0) + (box?.Width ?? 0) / 2).toBeCloseTo(0.5, 0);
    expect(await faces(await draw(1, "no_face"))).toEqual([]);
    const [young] = await faces(await draw(1, "young_look"));
    expect(young?.AgeRange?.Low).toBeLessThan(18);
    const [profile] = await faces(await draw(1, undefined, "portrait in profile"));
    expect(Math.abs(profile?.Pose?.Yaw ?? 0)).toBeGreaterThan(35);
    const plain = await sharp({ create: { width: 200, height: 200, channels: 3, background: "red" } })
      .jpeg()
      .toBuffer();
    expect(await faces(plain)).toEqual([]);
  });

  it("tells the same person from a weak likeness and from somebody else", async () => {
    const client = clientOf(await sandboxForTest());
    const source = await draw(1);
    const compare = async (target: Uint8Array, SimilarityThreshold: number) =>
      client.send(
        new CompareFacesCommand({
          SourceImage: { Bytes: source },
          TargetImage: { Bytes: target },
          SimilarityThreshold,
        }),
      );
    const score = async (target: Uint8Array) => (await compare(target, 0)).FaceMatches?.[0]?.Similarity;
    expect(await score(await draw(1, undefined, "half-body, beach"))).toBeGreaterThan(90);
    expect(await score(await draw(1, "weak_identity"))).toBeLessThan(55);
    expect(await score(await draw(2))).toBeLessThan(30);
    expect(await compare(await draw(2), 80)).toMatchObject({
      FaceMatches: [],
      UnmatchedFaces: [{ BoundingBox: {} }],
    });
    await expect(compare(await draw(1, "no_face"), 0)).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
  });

  it("knows its one celebrity and what should not be shown", async () => {
    const client = clientOf(await sandboxForTest());
    const Bytes = await draw(1, "celebrity");
    const known = await client.send(new RecognizeCelebritiesCommand({ Image: { Bytes } }));
    expect(known.CelebrityFaces?.[0]).toMatchObject({ Name: "Sandbox Celebrity" });
    const ordinary = await client.send(new RecognizeCelebritiesCommand({ Image: { Bytes: await draw(1) } }));
    expect([ordinary.CelebrityFaces, ordinary.UnrecognizedFaces?.length]).toEqual([[], 1]);
    const labels = async (flaw?: Flaw) => {
      const command = new DetectModerationLabelsCommand({
        Image: { Bytes: await draw(1, flaw) },
        MinConfidence: 40,
      });
      return (await client.send(command)).ModerationLabels?.map(({ Name }) => Name);
    };
    expect(await labels("nudity")).toContain("Explicit");
    expect(await labels("suggestive")).toContain("Swimwear or Underwear");
    expect(await labels()).toEqual([]);
  });

  it("refuses what is no picture, too large or not signed, and bills only what it answered", async () => {
    const sandbox = await sandboxForTest();
    const client = clientOf(sandbox);
    const detect = (Bytes: Uint8Array) => client.send(new DetectFacesCommand({ Image: { Bytes } }));
    await expect(detect(Buffer.from("not a picture"))).rejects.toMatchObject({
      name: "InvalidImageFormatException",
    });
    await expect(detect(Buffer.alloc(5 * 1024 * 1024 + 1))).rejects.toMatchObject({
      name: "ImageTooLargeException",
    });
    await detect(await draw(1));
    const unsigned = await json(`${sandbox.url}/rekognition`, {
      body: {},
      headers: { "x-amz-target": "RekognitionService.DetectFaces" },
    });
    expect(unsigned).toMatchObject({ status: 400, body: { __type: "AccessDeniedException" } });
    await json(`${sandbox.url}/__faults`, { body: { kind: "429", count: 1 } });
    await expect(detect(await draw(1))).rejects.toMatchObject({ name: "ThrottlingException" });
    const { body } = await json(`${sandbox.url}/__calls?provider=rekognition`);
    const bills = body.calls.flatMap((call: { billable?: unknown }) => call.billable ?? []);
    expect(bills).toEqual([{ kind: "face", model: "rekognition.DetectFaces", unit: "image", quantity: 1 }]);
  });
});
