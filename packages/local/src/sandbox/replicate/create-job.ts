import { z } from "zod";
import type { CallContext, SandboxRequest } from "../frame/provider.ts";
import { withoutQuery } from "./download.ts";
import { invalidInput, ReplicateError } from "./errors.ts";
import type { Job } from "./job.ts";
import type { JobStore } from "./job-store.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { fieldsOf, type officialModels } from "./models.ts";
import { checkPrediction, priceOfPrediction, type Shop } from "./prediction.ts";
import { checkTraining, priceOfTraining } from "./training.ts";

const isReachable = (value: string) => {
  const url = URL.parse(value);
  // Replicate wants https; on the laptop the receiver is this machine itself.
  return (
    url?.protocol === "https:" ||
    (url?.protocol === "http:" && ["127.0.0.1", "localhost"].includes(url.hostname))
  );
};
const Body = z.object({
  version: z.string().optional(),
  input: z.record(z.string(), z.unknown()),
  destination: z.string().optional(),
  webhook: z.string().refine(isReachable, "webhook must be an HTTPS URL").optional(),
  webhook_events_filter: z.array(z.enum(["start", "output", "logs", "completed"])).optional(),
});
type Body = z.infer<typeof Body>;

export type JobMaker = { shop: Shop; store: JobStore; lifecycle: Lifecycle };

export function parseBody(request: SandboxRequest): unknown {
  try {
    return JSON.parse(request.body.toString("utf8"));
  } catch {
    throw new ReplicateError(400, "Bad request", "The request body is not valid JSON.");
  }
}

function bodyOf(request: SandboxRequest): Body {
  const parsed = Body.safeParse(parseBody(request));
  if (!parsed.success) throw invalidInput(fieldsOf(parsed.error, ""));
  return parsed.data;
}

/** `official` is the model in the path; without it the body names a version somebody trained. */
export function createPrediction(
  maker: JobMaker,
  request: SandboxRequest,
  call: CallContext,
  official?: (typeof officialModels)[number],
): Job {
  const body = bodyOf(request);
  const versionId = body.version?.split(":").at(-1) ?? "";
  const version = official ? undefined : maker.shop.models.findVersion(versionId);
  if (!official && !version) {
    throw new ReplicateError(
      422,
      "Invalid version or not permitted",
      "The specified version does not exist (or perhaps you don't have permission to use it?)",
    );
  }
  const model = official ?? version?.model ?? "";
  const { predictSeconds } = checkPrediction(model, body.input);
  const { prompt, seed, input_image: image } = body.input;
  return begin(maker, request, call, body, {
    kind: "prediction",
    model,
    version: version?.id ?? "hidden",
    predictSeconds,
    price: priceOfPrediction(model),
    // Without a seed every run is a purchase of its own.
    key:
      seed === undefined
        ? undefined
        : JSON.stringify([version?.id ?? model, prompt, seed, withoutQuery(image)]),
  });
}

export function createTraining(
  maker: JobMaker,
  request: SandboxRequest,
  call: CallContext,
  trained: { model: string; version: string },
): Job {
  const body = bodyOf(request);
  if (!body.destination || !maker.shop.models.find(body.destination)) {
    throw new ReplicateError(404, "Not found", "The specified training destination does not exist.");
  }
  const { predictSeconds } = checkTraining(body.input);
  return begin(maker, request, call, body, {
    kind: "training",
    ...trained,
    predictSeconds,
    price: priceOfTraining,
    key: JSON.stringify([body.destination, withoutQuery(body.input.input_images)]),
  });
}

function begin(
  { shop, store, lifecycle }: JobMaker,
  request: SandboxRequest,
  call: CallContext,
  body: Body,
  what: Pick<Job, "kind" | "model" | "version" | "predictSeconds" | "price"> & { key: string | undefined },
): Job {
  const { key, ...rest } = what;
  const { predictionMs, trainingMs } = shop.settings.get();
  const id = store.nextId(rest.kind);
  const now = Date.now();
  const lastsMs = call.clock.scale(rest.kind === "training" ? trainingMs : predictionMs);
  const deadlineMs = cancelAfterMs(request.headers["cancel-after"]);
  const job: Job = {
    ...rest,
    id,
    callId: call.callId,
    status: "starting",
    input: body.input,
    events: body.webhook_events_filter,
    ...(body.destination ? { destination: body.destination } : {}),
    ...(body.webhook ? { webhook: body.webhook } : {}),
    ...(deadlineMs === undefined ? {} : { cancelAt: now + call.clock.scale(deadlineMs) }),
    createdAt: now,
    startsAt: now + lastsMs * 0.1,
    endsAt: now + lastsMs,
    logs: "",
  };
  call.subject(id);
  shop.frame.purchases.add({ id, kind: rest.kind, key: key ?? id });
  lifecycle.begin(job);
  return job;
}

/** `Cancel-After: 90s`, `5m`, `1h30m`; nominal milliseconds. */
function cancelAfterMs(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const units = { h: 3600_000, m: 60_000, s: 1000 };
  const parts = [...header.matchAll(/(\d+)([hms])/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units], 0);
}
