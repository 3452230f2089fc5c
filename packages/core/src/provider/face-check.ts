import {
  CompareFacesCommand,
  DetectFacesCommand,
  DetectModerationLabelsCommand,
  RecognizeCelebritiesCommand,
  type RecognizeCelebritiesCommandOutput,
  RekognitionClient,
  RekognitionServiceException,
} from "@aws-sdk/client-rekognition";
import { ProviderError } from "../kit/error.ts";
import { connectionError, shapeError, statusError } from "./http-error.ts";
import type { Purpose } from "./ledger.ts";
import { metered } from "./meter.ts";
import { unreadablePicture } from "./unreadable-picture.ts";

/** What a face check says of one picture. Ages are in years, confidences from 0 to 1. */
export type FaceReport = {
  faces: number;
  /** Lowest lower bound of the apparent age over all faces; undefined without a face. */
  lowestAge: number | undefined;
  isFrontal: boolean;
  celebrities: { name: string; confidence: number }[];
  moderationLabels: { name: string; parentName: string | undefined; confidence: number }[];
};

let client: RekognitionClient | undefined;

function rekognition(): RekognitionClient {
  client ??= new RekognitionClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000 },
  });
  return client;
}

// Beyond this the eyes are no longer both in sight.
const frontalYawDegrees = 35;

/**
 * Looks at the faces of a JPEG: how many, how old they look, whether one is known, what is shown. Where the only
 * face is `persona`'s own, which was looked up when it was chosen, nobody else can be in the picture: then the
 * search for well-known people is not paid for again.
 */
export async function inspect(
  jpeg: Uint8Array,
  purpose: Purpose,
  persona: Promise<boolean> = Promise.resolve(false),
): Promise<FaceReport> {
  const Image = { Bytes: jpeg };
  const detecting = call("DetectFaces", purpose, () =>
    rekognition().send(new DetectFacesCommand({ Image, Attributes: ["ALL"] })),
  );
  const recognise = async (): Promise<RecognizeCelebritiesCommandOutput> => {
    const [{ FaceDetails = [] }, isPersona] = await Promise.all([detecting, persona]);
    if (isPersona && FaceDetails.length === 1) return { CelebrityFaces: [], $metadata: {} };
    return call("RecognizeCelebrities", purpose, () =>
      rekognition().send(new RecognizeCelebritiesCommand({ Image })),
    );
  };
  const [detected, known, labels] = await Promise.all([
    detecting,
    recognise(),
    call("DetectModerationLabels", purpose, () =>
      rekognition().send(new DetectModerationLabelsCommand({ Image, MinConfidence: 40 })),
    ),
  ]);
  const faces = detected.FaceDetails ?? [];
  const ages = faces.map((face) => face.AgeRange?.Low).filter((age) => age !== undefined);
  return {
    faces: faces.length,
    // A face without an age is as bad as a young one: the caller has to see that something is missing.
    lowestAge: ages.length === faces.length && ages.length > 0 ? Math.min(...ages) : undefined,
    isFrontal: faces.some((face) => Math.abs(face.Pose?.Yaw ?? 90) <= frontalYawDegrees),
    celebrities: (known.CelebrityFaces ?? []).map((celebrity) => ({
      name: celebrity.Name ?? "unknown",
      confidence: (celebrity.MatchConfidence ?? 100) / 100,
    })),
    moderationLabels: (labels.ModerationLabels ?? []).map((label) => ({
      name: label.Name ?? "unknown",
      parentName: label.ParentName || undefined,
      confidence: (label.Confidence ?? 100) / 100,
    })),
  };
}

/**
 * How much the face in `target` is that of `source`, from 0 to 1 (the service's similarity / 100).
 * Undefined when `target` shows no face to compare.
 */
export async function compare(
  source: Uint8Array,
  target: Uint8Array,
  purpose: Purpose,
): Promise<number | undefined> {
  const answer = await call("CompareFaces", purpose, async () => {
    try {
      return await rekognition().send(
        new CompareFacesCommand({
          SourceImage: { Bytes: source },
          TargetImage: { Bytes: target },
          SimilarityThreshold: 0,
        }),
      );
    } catch (error) {
      // The service says so when a picture has no face in it.
      if (error instanceof RekognitionServiceException && error.name === "InvalidParameterException") {
        return { FaceMatches: [], $metadata: error.$metadata, isRefused: true };
      }
      throw error;
    }
  });
  const similarities = (answer.FaceMatches ?? []).map((match) => match.Similarity ?? 0);
  return similarities.length > 0 ? Math.max(...similarities) / 100 : undefined;
}

// The service always sends its list, however empty. Without it nothing was looked at, and nothing may pass.
const lists = {
  DetectFaces: "FaceDetails",
  CompareFaces: "FaceMatches",
  RecognizeCelebrities: "CelebrityFaces",
  DetectModerationLabels: "ModerationLabels",
} as const;

type Answer = { $metadata: { requestId?: string | undefined }; isRefused?: boolean };

async function call<T extends Answer>(
  operation: keyof typeof lists,
  purpose: Purpose,
  run: () => Promise<T>,
): Promise<T> {
  const model = `rekognition.${operation}`;
  return metered({ ...purpose, provider: "rekognition", model, kind: "face" }, async () => {
    try {
      const value = await run();
      const list = lists[operation];
      if (!Array.isArray((value as Record<string, unknown>)[list])) {
        throw shapeError("rekognition", `a list of ${list}`);
      }
      return {
        read: () => value,
        providerRef: value.$metadata.requestId ?? crypto.randomUUID(),
        // A refused request is not billed.
        charges: value.isRefused ? [] : [{ kind: "face" as const, model, unit: "image", quantity: 1 }],
      };
    } catch (error) {
      throw error instanceof ProviderError ? error : translate(error);
    }
  });
}

const throttles = new Set(["ThrottlingException", "ProvisionedThroughputExceededException"]);
// All else in a request is the same each time, so a parameter that is wrong is the picture as well (a side under 80 px).
const unreadable = new Set([
  "InvalidImageFormatException",
  "ImageTooLargeException",
  "InvalidParameterException",
]);

function translate(error: unknown): ProviderError {
  if (!(error instanceof RekognitionServiceException)) return connectionError("rekognition", error);
  if (unreadable.has(error.name)) return unreadablePicture("rekognition", error.message, { cause: error });
  const status = throttles.has(error.name) ? 429 : error.$metadata.httpStatusCode;
  if (status === undefined) return connectionError("rekognition", error);
  return statusError("rekognition", status, error.message, { code: error.name, cause: error });
}
