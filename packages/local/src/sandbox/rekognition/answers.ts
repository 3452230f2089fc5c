import { unit } from "../frame/seeded.ts";
import { hasFace, type Truth } from "../picture/truth.ts";
import { RekognitionError } from "./errors.ts";
import type { Seen } from "./look.ts";

/** Small differences between pictures, the same for one picture each time it is asked about. */
const vary = (truth: Truth, name: string, from: number, to: number) =>
  from + (to - from) * unit(name, truth.persona, truth.jitter, truth.face.x, truth.face.y);

function box({ truth, aspect }: Seen) {
  if (!truth) return { Width: 0, Height: 0, Left: 0, Top: 0 };
  const height = truth.face.height;
  const width = (height * 0.78) / aspect;
  return { Width: width, Height: height, Left: truth.face.x - width / 2, Top: truth.face.y - height / 2 };
}

function face(seen: Seen, truth: Truth) {
  return {
    BoundingBox: box(seen),
    Confidence: vary(truth, "confidence", 98.5, 99.99),
    Landmarks: [
      { Type: "eyeLeft", X: truth.face.x - 0.2 * box(seen).Width, Y: truth.face.y },
      { Type: "eyeRight", X: truth.face.x + 0.2 * box(seen).Width, Y: truth.face.y },
    ],
    Pose: {
      Roll: vary(truth, "roll", -5, 5),
      Yaw: truth.yawDegrees + vary(truth, "yaw", -2, 2),
      Pitch: vary(truth, "pitch", -8, 8),
    },
    Quality: { Brightness: vary(truth, "brightness", 55, 92), Sharpness: vary(truth, "sharpness", 78, 99) },
  };
}

export function faceDetails(seen: Seen, isFull: boolean) {
  const { truth } = seen;
  if (!hasFace(truth)) return { FaceDetails: [], OrientationCorrection: "ROTATE_0" };
  const age = truth.apparentAge;
  const details = {
    AgeRange: { Low: Math.max(0, age - 4), High: age + 5 },
    Gender: { Value: truth.look.presentation === "masculine" ? "Male" : "Female", Confidence: 96 },
    Smile: { Value: vary(truth, "smile", 0, 1) > 0.4, Confidence: vary(truth, "sure", 80, 99) },
    EyesOpen: { Value: true, Confidence: vary(truth, "open", 85, 99) },
    Emotions: [{ Type: "HAPPY", Confidence: vary(truth, "happy", 60, 99) }],
    FaceOccluded: { Value: false, Confidence: 98 },
  };
  return {
    FaceDetails: [{ ...face(seen, truth), ...(isFull ? details : {}) }],
    OrientationCorrection: "ROTATE_0",
  };
}

/** Similarity from 0 to 100: strong for the same person, under half for a weak likeness, next to none for others. */
export function similarity(source: Truth, target: Truth): number {
  if (source.persona !== target.persona) return vary(target, "unlike", 0.2, 12);
  if (target.isWeakIdentity || source.isWeakIdentity) return vary(target, "weak", 36, 50);
  return vary(target, "alike", 93, 99.95);
}

export function compared(source: Seen, target: Seen, threshold: number) {
  if (!hasFace(source.truth) || !hasFace(target.truth)) {
    throw new RekognitionError("InvalidParameterException", "Request has invalid parameters");
  }
  const score = similarity(source.truth, target.truth);
  const found = face(target, target.truth);
  const isMatch = score >= threshold;
  return {
    SourceImageFace: { BoundingBox: box(source), Confidence: vary(source.truth, "confidence", 98.5, 99.99) },
    FaceMatches: isMatch ? [{ Similarity: score, Face: found }] : [],
    UnmatchedFaces: isMatch ? [] : [found],
  };
}

export function celebrities(seen: Seen) {
  const { truth } = seen;
  if (!hasFace(truth)) return { CelebrityFaces: [], UnrecognizedFaces: [] };
  const found = face(seen, truth);
  if (!truth.isCelebrity) return { CelebrityFaces: [], UnrecognizedFaces: [found] };
  const celebrity = {
    Urls: [],
    Name: "Sandbox Celebrity",
    Id: "5aNdB0x",
    Face: found,
    MatchConfidence: vary(truth, "famous", 91, 99),
    KnownGender: { Type: "Female" },
  };
  return { CelebrityFaces: [celebrity], UnrecognizedFaces: [] };
}

export function moderationLabels({ truth }: Seen, minimum: number) {
  const label = (Name: string, ParentName: string, TaxonomyLevel: number, Confidence: number) => ({
    Confidence,
    Name,
    ParentName,
    TaxonomyLevel,
  });
  const labels = [];
  if (truth?.hasNudity) {
    const sure = vary(truth, "nude", 90, 99);
    labels.push(label("Explicit Nudity", "Explicit", 2, sure), label("Explicit", "", 1, sure));
  }
  if (truth?.isSuggestive) {
    const sure = vary(truth, "suggestive", 62, 78);
    labels.push(
      label("Revealing Clothes", "Swimwear or Underwear", 2, sure),
      label("Swimwear or Underwear", "", 1, sure),
    );
  }
  return {
    ModerationLabels: labels.filter(({ Confidence }) => Confidence >= minimum),
    ModerationModelVersion: "7.0",
    ContentTypes: [{ Name: "Illustrated", Confidence: 99 }],
  };
}
