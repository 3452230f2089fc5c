import { createHash } from "node:crypto";
import type { CallContext, Provider, SandboxRequest, SandboxResponse } from "../frame/provider.ts";
import { createDice } from "../language/dice.ts";
import { completeChat } from "./chat.ts";
import { createEmbeddings } from "./embeddings.ts";
import { errorResponse, faultBody, OpenaiError } from "./errors.ts";
import { unsupportedImage } from "./images.ts";
import { type Fields, parseBody } from "./messages.ts";
import { moderate, type PictureJudge } from "./moderations.ts";
import { judgeByTruth } from "./picture-judge.ts";
import { createResponse } from "./responses.ts";

type Endpoint = (request: Fields, call: CallContext) => unknown;

/** OpenAI at the HTTP line: chat, responses, embeddings and moderation. */
function createOpenai(judgePicture: PictureJudge): Provider {
  const endpoints: Record<string, Endpoint> = {
    "/v1/chat/completions": completeChat,
    "/v1/responses": createResponse,
    "/v1/embeddings": createEmbeddings,
    "/v1/moderations": (request, call) => moderate(request, call, judgePicture),
  };
  return {
    name: "openai",
    errorBody: faultBody,
    unreadableImage: errorResponse(unsupportedImage()),
    handle: async (request, call) => {
      const requestId = { "x-request-id": `req_${digestOf(request).slice(0, 32)}` };
      try {
        checkKey(request);
        const endpoint = endpoints[request.path];
        if (!endpoint || request.method !== "POST") throw unknownPath(request);
        const body = await endpoint(parseBody(request.body), call);
        await call.clock.delay(latencyOf(request, call.seed));
        return { status: 200, headers: { ...requestId, ...rateHeaders(request) }, body };
      } catch (error) {
        if (!(error instanceof OpenaiError)) throw error;
        return { ...errorResponse(error), headers: requestId };
      }
    },
  };
}

const digestOf = (request: SandboxRequest): string =>
  createHash("sha256").update(request.path).update(request.body).digest("hex");

/** Nominal 300 to 700 ms for words; embeddings and moderation are quicker. Decided by the request alone. */
function latencyOf(request: SandboxRequest, seed: number): number {
  const dice = createDice(`latency/${seed}/${digestOf(request)}`);
  const isText = /completions|responses/.test(request.path);
  return isText ? dice.integer(300, 700) : dice.integer(80, 200);
}

function checkKey(request: SandboxRequest): void {
  const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (key === undefined) {
    throw new OpenaiError(401, {
      message:
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    });
  }
  // The sandbox cannot know real keys: any is good, except this one, with which a test sees the refusal.
  if (key.startsWith("sk-invalid")) {
    throw new OpenaiError(401, {
      message: `Incorrect API key provided: ${key.slice(0, 3)}***. You can find your API key in the dashboard.`,
      code: "invalid_api_key",
    });
  }
}

const unknownPath = (request: SandboxRequest): OpenaiError =>
  new OpenaiError(404, { message: `Invalid URL (${request.method} ${request.path})` });

function rateHeaders(request: SandboxRequest): SandboxResponse["headers"] {
  const tokens = Math.ceil(request.body.length / 4);
  return {
    "x-ratelimit-limit-requests": "10000",
    "x-ratelimit-remaining-requests": "9999",
    "x-ratelimit-reset-requests": "6ms",
    "x-ratelimit-limit-tokens": "10000000",
    "x-ratelimit-remaining-tokens": String(Math.max(0, 10_000_000 - tokens)),
    "x-ratelimit-reset-tokens": `${Math.ceil(tokens / 170)}ms`,
  };
}

/** The one the sandbox serves: pictures are judged by their own pixels. */
export const openai: Provider = createOpenai(judgeByTruth);
