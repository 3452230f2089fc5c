import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CallContext, Provider, SandboxRequest, SandboxResponse } from "../frame/provider.ts";
import { celebrities, compared, faceDetails, moderationLabels } from "./answers.ts";
import { RekognitionError } from "./errors.ts";
import { look } from "./look.ts";

const Image = z.object({ Bytes: z.string().min(1) });
const bodies = {
  DetectFaces: z.object({ Image, Attributes: z.array(z.string()).optional() }),
  RecognizeCelebrities: z.object({ Image }),
  DetectModerationLabels: z.object({ Image, MinConfidence: z.number().min(0).max(100).default(50) }),
  CompareFaces: z.object({
    SourceImage: Image,
    TargetImage: Image,
    SimilarityThreshold: z.number().min(0).max(100).default(80),
  }),
};
type Operation = keyof typeof bodies;

const operations: { [Name in Operation]: (input: z.infer<(typeof bodies)[Name]>) => Promise<unknown> } = {
  DetectFaces: async ({ Image: image, Attributes }) =>
    faceDetails(
      await look(image.Bytes),
      Attributes?.some((name) => name === "ALL" || name === "AGE_RANGE") ?? false,
    ),
  RecognizeCelebrities: async ({ Image: image }) => celebrities(await look(image.Bytes)),
  DetectModerationLabels: async ({ Image: image, MinConfidence }) =>
    moderationLabels(await look(image.Bytes), MinConfidence),
  CompareFaces: async ({ SourceImage, TargetImage, SimilarityThreshold }) =>
    compared(await look(SourceImage.Bytes), await look(TargetImage.Bytes), SimilarityThreshold),
};

async function run<Name extends Operation>(name: Name, body: unknown): Promise<unknown> {
  const parsed = bodies[name].safeParse(body);
  if (!parsed.success)
    throw new RekognitionError("InvalidParameterException", "Request has invalid parameters");
  return operations[name](parsed.data as z.infer<(typeof bodies)[Name]>);
}

async function handle(request: SandboxRequest, call: CallContext): Promise<SandboxResponse> {
  const name = (request.headers["x-amz-target"] ?? "").replace(/^RekognitionService\./, "");
  call.subject(name);
  if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
    throw new RekognitionError("AccessDeniedException", "The request is not signed.");
  }
  if (!Object.hasOwn(bodies, name))
    throw new RekognitionError("UnknownOperationException", `No operation ${name}.`);
  const operation = name as Operation;
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString("utf8"));
  } catch {
    throw new RekognitionError("SerializationException", "The body is not JSON.");
  }
  const answer = await run(operation, body);
  call.bill({ kind: "face", model: `rekognition.${operation}`, unit: "image", quantity: 1 });
  return { status: 200, headers: json(), body: answer };
}

const json = () => ({ "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID() });

/** Amazon Rekognition's image operations, which know the truth of the sandbox's own pictures and of no others. */
export const rekognition: Provider = {
  name: "rekognition",
  handle: (request, call) =>
    handle(request, call).catch((error: unknown) => {
      if (error instanceof RekognitionError) return refuse(error.code, error.message, 400);
      throw error;
    }),
  errorBody: (status) =>
    status === 429
      ? refuse("ThrottlingException", "Rate exceeded", 400)
      : refuse(
          "InternalServerError",
          "Amazon Rekognition experienced a service issue. Try your call again.",
          500,
        ),
  unreadableImage: refuse("InvalidImageFormatException", "Request has invalid image format", 400),
};

function refuse(code: string, message: string, status: number): SandboxResponse {
  return { status, headers: json(), body: { __type: code, Message: message, message } };
}
