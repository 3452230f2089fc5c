import path from "node:path";
import { z } from "zod";
import { credentials, webhookSecret } from "../frame/credentials.ts";
import type { Frame } from "../frame/frame.ts";
import type { CallContext, Provider, SandboxRequest, SandboxResponse } from "../frame/provider.ts";
import { createPictureStore } from "../picture/store.ts";
import { createPrediction, createTraining, parseBody } from "./create-job.ts";
import { createDeliveries } from "./deliveries.ts";
import { notFound, ReplicateError, throttled } from "./errors.ts";
import { createFiles } from "./files.ts";
import { isOver, type Job } from "./job.ts";
import { createJobStore } from "./job-store.ts";
import { createLifecycle } from "./lifecycle.ts";
import { createModels, hardware, modelJson, officialModels, trainer, versionJson } from "./models.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createSettings } from "./settings.ts";
import { createWebhooks } from "./webhooks.ts";

export type ReplicateProvider = Provider & { resume(): void; stop(): Promise<void> };

/** Replicate's HTTP API, version 1, with the models the product uses. */
export function createReplicate(frame: Frame): ReplicateProvider {
  const secret = webhookSecret(frame.database);
  const settings = createSettings(frame);
  const files = createFiles(frame);
  const models = createModels(frame);
  const pictures = createPictureStore(path.join(frame.directory, "pictures"));
  const deliveries = createDeliveries(frame, pictures);
  const store = createJobStore(frame.database, frame.seed);
  const webhooks = createWebhooks(frame, secret);
  const shop = { frame, files, models, pictures, deliveries, settings };
  const lifecycle = createLifecycle(shop, store, webhooks);
  const maker = { shop, store, lifecycle };
  const creations = createRateLimit(frame.clock, () => settings.get().creationsPerMinute);
  const reads = createRateLimit(frame.clock, () => settings.get().readsPerMinute);

  async function created(request: SandboxRequest, job: Job): Promise<SandboxResponse> {
    const wait = /^wait(?:=([1-9]|[1-9][0-9]))?$/.exec(request.headers.prefer ?? "");
    if (!wait) return { status: 201, body: lifecycle.json(job) };
    const until = Date.now() + frame.clock.scale(Math.min(60, Number(wait[1] ?? 60)) * 1000);
    let current = job;
    while (!isOver(current) && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      current = store.find(job.id) ?? current;
    }
    return { status: 201, body: lifecycle.json(current) };
  }

  function list(request: SandboxRequest, kind: Job["kind"]): SandboxResponse {
    const time = (name: string, fallback: number) => {
      const value = request.query.get(name);
      const parsed = value === null ? fallback : Date.parse(value);
      if (Number.isNaN(parsed))
        throw new ReplicateError(422, "Invalid query", `${name} is not an ISO 8601 time.`);
      return parsed;
    };
    const page = store.page({
      kind,
      createdAfter: time("created_after", 0),
      createdBefore: time("created_before", 9e15),
      after: request.query.get("cursor") ?? undefined,
    });
    const next = new URLSearchParams(request.query);
    next.set("cursor", page.jobs.at(-1)?.id ?? "");
    const url = `${frame.urls.url}/replicate/v1/${kind}s?${next}`;
    const results = page.jobs.map(lifecycle.json);
    return { status: 200, body: { next: page.hasMore ? url : null, previous: null, results } };
  }

  function jobRoute(
    request: SandboxRequest,
    kind: Job["kind"],
    id: string,
    action?: string,
  ): SandboxResponse {
    // `GET /predictions/{id}` answers for trainings as well, as the real one does.
    const job = store.find(id, kind === "training" ? kind : undefined);
    if (!job) throw notFound();
    if (request.method === "GET" && !action) return { status: 200, body: lifecycle.json(job) };
    if (request.method === "POST" && action === "cancel") {
      return { status: 200, body: lifecycle.json(lifecycle.cancel(job)) };
    }
    throw notFound();
  }

  async function modelRoute(
    request: SandboxRequest,
    call: CallContext,
    [owner, short, part, versionId, action]: (string | undefined)[],
  ): Promise<SandboxResponse> {
    const { method } = request;
    if (!owner && method === "POST")
      return { status: 201, body: modelJson(models.create(parseBody(request))) };
    const name = `${owner}/${short}`;
    const model = models.find(name);
    if (!model) throw notFound();
    const versions = models.versions(name);
    const official = officialModels.find((one) => one === name);
    if (!part && method === "GET") return { status: 200, body: modelJson(model, versions[0]) };
    if (!part && method === "DELETE") {
      models.remove(name);
      return { status: 204 };
    }
    if (part === "predictions" && method === "POST" && official) {
      return created(request, createPrediction(maker, request, call, official));
    }
    if (part !== "versions") throw notFound();
    if (!versionId)
      return { status: 200, body: { next: null, previous: null, results: versions.map(versionJson) } };
    if (action === "trainings" && method === "POST" && name === trainer && /^[0-9a-f]{64}$/.test(versionId)) {
      const job = createTraining(maker, request, call, { model: name, version: versionId });
      return { status: 201, body: lifecycle.json(job) };
    }
    if (!action && method === "DELETE") {
      models.removeVersion(name, versionId);
      return { status: 202, body: {} };
    }
    const version = versions.find(({ id }) => id === versionId);
    if (!action && method === "GET" && version) return { status: 200, body: versionJson(version) };
    throw notFound();
  }

  async function fileRoute(request: SandboxRequest, id?: string): Promise<SandboxResponse> {
    if (!id && request.method === "POST") return { status: 201, body: await files.create(request) };
    if (!id && request.method === "GET") return { status: 200, body: files.list() };
    if (id && request.method === "GET") return { status: 200, body: files.get(id) };
    if (!id || request.method !== "DELETE") throw notFound();
    await files.remove(id);
    return { status: 204 };
  }

  async function route(request: SandboxRequest, call: CallContext): Promise<SandboxResponse> {
    const [, version, resource, ...rest] = request.path.split("/");
    if (version !== "v1") throw notFound();
    if (!/^(Bearer|Token) \S+/.test(request.headers.authorization ?? "")) {
      throw new ReplicateError(401, "Unauthenticated", "You did not pass a valid authentication token.");
    }
    const isCreation = request.method === "POST" && /\/(predictions|trainings)$/.test(request.path);
    const seconds = (isCreation ? creations : reads).take();
    if (seconds > 0) return throttled(seconds);
    const [first, second] = rest;
    if (resource === "predictions" || resource === "trainings") {
      const kind = resource === "predictions" ? "prediction" : "training";
      if (first) return jobRoute(request, kind, first, second);
      if (request.method === "GET") return list(request, kind);
      if (kind === "prediction") return created(request, createPrediction(maker, request, call));
    }
    if (resource === "models") return modelRoute(request, call, rest);
    if (resource === "files") return fileRoute(request, first);
    if (resource === "hardware") return { status: 200, body: hardware };
    if (resource === "account") {
      const username = credentials.replicateOwner;
      return { status: 200, body: { type: "organization", username, name: username, github_url: null } };
    }
    if (request.path === "/v1/webhooks/default/secret") return { status: 200, body: { key: secret } };
    throw notFound();
  }

  return {
    name: "replicate",
    handle: async (request, call) => {
      try {
        if (request.path.startsWith("/delivery/")) return await deliveries.get(request.path);
        if (request.path !== "/__settings") return await route(request, call);
        if (request.method !== "POST") return { status: 200, body: settings.get() };
        return { status: 200, body: settings.change(parseBody(request)) };
      } catch (error) {
        if (error instanceof ReplicateError) return error.response;
        if (error instanceof z.ZodError) return { status: 422, body: { detail: z.prettifyError(error) } };
        throw error;
      }
    },
    errorBody: (status, retryAfterSeconds = 1) =>
      status === 429
        ? throttled(retryAfterSeconds)
        : {
            status,
            body: { title: "Internal Server Error", detail: "An unexpected error occurred.", status },
          },
    resume: () => {
      lifecycle.resume();
      webhooks.resume();
    },
    stop: async () => {
      lifecycle.stop();
      webhooks.stop();
      await pictures.stop();
    },
  };
}
