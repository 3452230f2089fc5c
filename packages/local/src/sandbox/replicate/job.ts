import { trainingLog } from "./training-log.ts";

/** A prediction or a training, as stored. Times are milliseconds since 1970. */
export type Job = {
  id: string;
  kind: "prediction" | "training";
  /** The call that created it, whose billable is filled in when it ends. */
  callId: string;
  status: JobStatus;
  model: string;
  version: string;
  input: Record<string, unknown>;
  destination?: string;
  webhook?: string;
  events: readonly string[] | undefined;
  createdAt: number;
  startsAt: number;
  endsAt: number;
  cancelAt?: number;
  startedAt?: number;
  completedAt?: number;
  /** Seconds the hardware is said to have worked: decided by the seed, so that bills repeat exactly. */
  predictSeconds: number;
  price: { kind: "image" | "training"; model: string; unit: "image" | "millisecond" };
  output?: unknown;
  error?: string;
  logs: string;
};

export type JobStatus = "starting" | "processing" | "succeeded" | "failed" | "canceled" | "aborted";

export const isOver = ({ status }: Job) => status !== "starting" && status !== "processing";

const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());

/** The JSON of `GET /predictions/{id}` and of every webhook. `keepMs` after its end the content is gone. */
export function toPublic(job: Job, apiUrl: string, now: number, keepMs: number) {
  const isRemoved = job.completedAt !== undefined && now > job.completedAt + keepMs;
  const isTraining = job.kind === "training";
  const path = isTraining ? "trainings" : "predictions";
  const hasMetrics = job.completedAt !== undefined && job.startedAt !== undefined;
  return {
    id: job.id,
    model: job.model,
    version: job.version,
    input: isRemoved ? {} : job.input,
    output: isRemoved && !isTraining ? null : (job.output ?? null),
    error: job.error ?? null,
    logs: isRemoved ? "" : logsOf(job, now),
    status: job.status,
    created_at: iso(job.createdAt),
    started_at: iso(job.startedAt),
    completed_at: iso(job.completedAt),
    data_removed: isRemoved,
    source: "api",
    metrics: hasMetrics ? { predict_time: billedSeconds(job), total_time: billedSeconds(job) + 0.4 } : {},
    urls: {
      get: `${apiUrl}/predictions/${job.id}`,
      cancel: `${apiUrl}/${path}/${job.id}/cancel`,
      web: `https://replicate.com/p/${job.id}`,
    },
  };
}

/** What a run has printed by now; a training's bar moves while it runs. */
const logsOf = (job: Job, now: number): string =>
  job.kind === "training" && job.status === "processing" ? trainingLog(job, now) : job.logs;

/** A canceled run is billed for half of its time, whenever the cancel came, so that the sum is repeatable. */
export const billedSeconds = (job: Job): number => {
  if (job.startedAt === undefined) return 0;
  return job.status === "canceled" ? Math.round(job.predictSeconds * 500) / 1000 : job.predictSeconds;
};
