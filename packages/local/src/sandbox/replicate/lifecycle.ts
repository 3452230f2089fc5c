import { keepMs } from "./deliveries.ts";
import { billedSeconds, isOver, type Job, type JobStatus, toPublic } from "./job.ts";
import type { JobStore } from "./job-store.ts";
import { type Outcome, predict, type Shop } from "./prediction.ts";
import { train } from "./training.ts";
import type { Webhooks } from "./webhooks.ts";

/** Moves jobs through their states by wall clock. Every state is stored first, so a restart goes on from it. */
export function createLifecycle(shop: Shop, store: JobStore, webhooks: Webhooks) {
  const { frame } = shop;
  const timers = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  const json = (job: Job) =>
    toPublic(job, `${frame.urls.url}/replicate/v1`, Date.now(), frame.clock.scale(keepMs));

  function at(id: string, time: number, run: (job: Job) => void | Promise<void>, name = id): void {
    clearTimeout(timers.get(name));
    const timer = setTimeout(
      () => {
        timers.delete(name);
        const job = store.find(id);
        if (!job || isOver(job) || isStopped) return;
        Promise.resolve(run(job)).catch((error: unknown) => {
          if (!isStopped) process.stderr.write(`sandbox replicate: job ${id}: ${String(error)}\n`);
        });
      },
      Math.max(0, time - Date.now()),
    );
    timers.set(name, timer);
  }

  function start(job: Job): void {
    const started: Job = { ...job, status: "processing", startedAt: Date.now() };
    store.save(started);
    notify(started, "start");
    work(started);
  }

  /** The work is done while the time passes, so that a result is there at its nominal moment. */
  function work(job: Job): void {
    const outcome = (job.kind === "training" ? train : predict)(shop, job).catch(
      (error: unknown): Outcome => ({ error: `E1000: ${String(error)}`, logs: "" }),
    );
    at(job.id, job.endsAt, async () => {
      const result = await outcome;
      const current = store.find(job.id);
      if (isStopped || !current || isOver(current)) return;
      finish({ ...current, ...result }, "error" in result ? "failed" : "succeeded");
    });
  }

  function finish(job: Job, status: JobStatus): void {
    clearTimeout(timers.get(job.id));
    timers.delete(job.id);
    const over: Job = { ...job, status, completedAt: Date.now() };
    store.save(over);
    frame.purchases.settle(
      job.id,
      status === "succeeded" ? "succeeded" : status === "failed" ? "failed" : "canceled",
    );
    bill(over);
    notify(over, "completed", JSON.stringify(json({ ...job, status: "processing" })));
  }

  /** Time is paid whether or not a result came; priced pictures only when there are some. */
  function bill(job: Job): void {
    const { unit, ...what } = job.price;
    const outputs = job.status === "succeeded" ? [job.output].flat().length : 0;
    const quantity = unit === "image" ? outputs : Math.round(billedSeconds(job) * 1000);
    if (quantity > 0) frame.calls.bill(job.callId, { ...what, unit, quantity });
  }

  function notify(job: Job, event: "start" | "completed", stale?: string): void {
    // Without a filter Replicate sends new output and the end: for pictures both are the end.
    const wanted = job.events ?? ["output", "completed"];
    if (!job.webhook || !wanted.includes(event)) return;
    webhooks.send({ jobId: job.id, event, url: job.webhook, body: JSON.stringify(json(job)) }, stale);
  }

  function schedule(job: Job): void {
    if (job.status === "starting") at(job.id, job.startsAt, start);
    else work(job);
    if (job.cancelAt === undefined) return;
    const name = `${job.id} deadline`;
    at(
      job.id,
      job.cancelAt,
      (late) => finish(late, late.status === "starting" ? "aborted" : "canceled"),
      name,
    );
  }

  return {
    json,
    begin(job: Job): void {
      store.save(job);
      schedule(job);
    },
    cancel(job: Job): Job {
      if (!isOver(job)) finish(job, "canceled");
      return store.find(job.id) ?? job;
    },
    resume: () => store.unfinished().forEach(schedule),
    stop(): void {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
export type Lifecycle = ReturnType<typeof createLifecycle>;
