import { z } from "zod";
import { secret } from "../kit/config.ts";
import { ProviderError } from "../kit/error.ts";
import { connectionError, statusError } from "./http-error.ts";
import { trainer } from "./models.ts";
import type { Charge } from "./price.ts";
import { request } from "./replicate-request.ts";
import { timeoutNowMs } from "./retry.ts";

/** Only the fields used; a provider may add others. `aborted` is documented but missing from its own types. */
const Run = z.object({
  id: z.string(),
  status: z.string(),
  input: z.record(z.string(), z.unknown()).nullish(),
  output: z.unknown(),
  error: z.unknown(),
  logs: z.unknown().optional(),
  created_at: z.string().nullish(),
  metrics: z.object({ predict_time: z.number().nullish() }).nullish(),
  model: z.string().nullish(),
  version: z.string().nullish(),
});
export type Run = z.infer<typeof Run>;
const Page = z.object({ results: z.array(Run), next: z.string().nullish() });
const Versions = z.object({ results: z.array(z.object({ id: z.string() })) });
const Anything = z.unknown();
const TrainingOutput = z.object({ version: z.string().min(1), weights: z.url() });

const ended = new Set(["succeeded", "failed", "canceled", "aborted"]);
export const isEnded = (run: Run): boolean => ended.has(run.status);

export type Purchase = { model: string; input: Record<string, unknown>; webhook?: string | undefined };

/** Whether a run was asked for as `bought`; a run's input is gone an hour after its end, and then it is not. */
export function isRunOf(
  run: Run,
  bought: { model: string; seed: number; prompt: unknown; referenceKey?: string | null },
) {
  const { seed, prompt, input_image: image } = run.input ?? {};
  const reference = bought.referenceKey ?? "";
  return (
    (bought.model.includes("/") ? run.model : run.version) === bought.model &&
    seed === bought.seed &&
    prompt === bought.prompt &&
    (reference === "" || (typeof image === "string" && image.includes(reference)))
  );
}

/** Buys a prediction. `model` is `owner/name` for an official model and a 64-letter version id for a trained one. */
export async function createPrediction({ model, input, webhook }: Purchase): Promise<Run> {
  const isVersion = !model.includes("/");
  const route = isVersion ? "/predictions" : `/models/${model}/predictions`;
  const events = webhook ? { webhook, webhook_events_filter: ["completed"] } : {};
  return request("POST", route, Run, { ...(isVersion ? { version: model } : {}), input, ...events });
}

/** Buys a training; `destination` has to exist. */
export async function createTraining(
  destination: string,
  input: Record<string, unknown>,
  webhook?: string,
): Promise<Run> {
  const route = `/models/${trainer.model}/versions/${trainer.version}/trainings`;
  const events = webhook ? { webhook, webhook_events_filter: ["completed"] } : {};
  return request("POST", route, Run, { destination, input, ...events });
}

export const getPrediction = (id: string): Promise<Run> => request("GET", `/predictions/${id}`, Run);
export const getTraining = (id: string): Promise<Run> => request("GET", `/trainings/${id}`, Run);
export const cancelPrediction = (id: string): Promise<Run> =>
  request("POST", `/predictions/${id}/cancel`, Run);
export const cancelTraining = (id: string): Promise<Run> => request("POST", `/trainings/${id}/cancel`, Run);

/** Everything bought since a moment, newest first; how a purchase without an answer is looked for. */
export async function listSince(kind: "predictions" | "trainings", since: Date): Promise<Run[]> {
  const runs: Run[] = [];
  let route: string | undefined =
    kind === "predictions"
      ? `/predictions?created_after=${encodeURIComponent(since.toISOString())}`
      : "/trainings";
  while (route) {
    const page: z.infer<typeof Page> = await request("GET", route, Page);
    runs.push(...page.results);
    const oldest = page.results.at(-1)?.created_at;
    const isPast = oldest ? Date.parse(oldest) < since.getTime() : true;
    route = page.next && !isPast ? page.next : undefined;
  }
  return runs.filter((run) => !run.created_at || Date.parse(run.created_at) >= since.getTime());
}

/** The full name of one of our models at the provider. */
export async function destinationOf(name: string): Promise<string> {
  return `${await secret("REPLICATE_OWNER")}/${name}`;
}

/** Makes the private model that a training writes to; one that is there already is as good. */
export async function ensureModel(name: string): Promise<void> {
  const destination = await destinationOf(name);
  try {
    await request("GET", `/models/${destination}`, z.looseObject({}));
  } catch (error) {
    if (!(error instanceof ProviderError && error.code === "http_404")) throw error;
    const owner = destination.split("/")[0];
    await request("POST", "/models", z.looseObject({}), {
      owner,
      name,
      visibility: "private",
      hardware: "gpu-h100",
    });
  }
}

/** Deletes one of our models with its versions. One that is gone already is as good. Throws ProviderError. */
export async function removeModel(destination: string): Promise<void> {
  const known = await orGone(() => request("GET", `/models/${destination}/versions`, Versions));
  for (const { id } of known?.results ?? []) {
    await orGone(() => request("DELETE", `/models/${destination}/versions/${id}`, Anything));
  }
  // Versions go in their own time, and a model that has some is refused: the caller comes again.
  await orGone(() => request("DELETE", `/models/${destination}`, Anything));
}

async function orGone<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError && error.code === "http_404") return undefined;
    throw error;
  }
}

/**
 * How many of `steps` a training has done, by its logs; undefined where they say nothing of it. The trainer prints
 * tqdm's bar (`120/1000 [02:10<15:35]`), which is documented nowhere: whatever counts up to the steps that were
 * asked for is read, and the last such count is the newest.
 */
export function stepsDoneOf({ logs }: Run, steps: number): number | undefined {
  if (typeof logs !== "string") return undefined;
  const counts = [...logs.slice(-logsRead).matchAll(/\b(\d{1,6})\s*(?:\/|of)\s*(\d{1,6})\b/gi)];
  const [, done] =
    counts.findLast(([, done, total]) => Number(total) === steps && Number(done) <= steps) ?? [];
  return done === undefined ? undefined : Number(done);
}

// The end of the logs, where the newest count is: a training prints hundreds of lines.
const logsRead = 8_000;

/** The pictures' addresses of a prediction that succeeded; empty when it "succeeded" with nothing. */
export function outputUrls(run: Run): string[] {
  const urls = z.union([z.string().transform((url) => [url]), z.array(z.string())]).safeParse(run.output);
  return urls.success ? urls.data : [];
}

/** What a training made; undefined for one that "succeeded" with nothing. */
export function trainingOutput(run: Run): z.infer<typeof TrainingOutput> | undefined {
  return TrainingOutput.safeParse(run.output).data;
}

/** What a run that ended cost: official models by the picture, trained ones and trainings by the millisecond. */
export function chargesOf(run: Run, bought: { kind: "image" | "training"; model: string }): Charge[] {
  const milliseconds = Math.round((run.metrics?.predict_time ?? 0) * 1000);
  if (bought.kind === "training") {
    return [{ kind: "training", model: trainer.model, unit: "millisecond", quantity: milliseconds }];
  }
  if (bought.model.includes("/")) {
    const quantity = run.status === "succeeded" ? Math.max(1, outputUrls(run).length) : 0;
    return quantity > 0 ? [{ kind: "image", model: bought.model, unit: "image", quantity }] : [];
  }
  return milliseconds > 0
    ? [{ kind: "image", model: "lora", unit: "millisecond", quantity: milliseconds }]
    : [];
}

/** Downloads a file of the provider, which keeps it for one hour. */
export async function download(url: string): Promise<Buffer> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(timeoutNowMs({ seconds: 60 })) });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw connectionError("replicate", error);
  }
  throw statusError("replicate", response.status, "the file could not be downloaded");
}
