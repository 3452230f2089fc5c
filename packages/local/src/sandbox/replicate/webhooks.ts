import { createHmac } from "node:crypto";
import type { Frame } from "../frame/frame.ts";

export type WebhookEvent = {
  jobId: string;
  event: "start" | "output" | "logs" | "completed";
  url: string;
  body: string;
};

type Delivery = WebhookEvent & { id: string; attempt: number; dueAt: number; giveUpAt: number };

/** Nominal. The last retry is about a minute after completion. */
const retryForMs = 60_000;
const firstRetryMs = 1000;
const lateMs = 20_000;
/** Real: the receiver is not simulated and takes the time it takes. */
const answerWithinMs = 5000;

/** Signed deliveries by the Standard Webhooks scheme. Only the terminal event is retried; all survive a restart. */
export function createWebhooks(frame: Frame, secret: string) {
  const { database, clock } = frame;
  database.exec(
    "create table if not exists replicate_webhooks (id text primary key, delivery text not null)",
  );
  const save = database.prepare("insert or replace into replicate_webhooks (id, delivery) values (?, ?)");
  const remove = database.prepare("delete from replicate_webhooks where id = ?");
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;
  let count = Number(database.prepare("select count(*) as count from replicate_webhooks").get()?.count);

  function enqueue(event: WebhookEvent, delayMs: number, id: string): void {
    const now = Date.now();
    const dueAt = now + clock.scale(delayMs);
    schedule({ ...event, id, attempt: 0, dueAt, giveUpAt: dueAt + clock.scale(retryForMs) });
  }

  function schedule(delivery: Delivery): void {
    if (isStopped) return;
    save.run(delivery.id, JSON.stringify(delivery));
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        void deliver(delivery);
      },
      Math.max(0, delivery.dueAt - Date.now()),
    );
    timers.add(timer);
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const isDelivered = await post(delivery);
    if (isStopped) return;
    const wait = clock.scale(firstRetryMs * 2 ** delivery.attempt);
    const next = Math.min(Date.now() + wait, delivery.giveUpAt);
    const mayRetry = delivery.event === "completed" && Date.now() < delivery.giveUpAt;
    if (isDelivered || !mayRetry) remove.run(delivery.id);
    else schedule({ ...delivery, attempt: delivery.attempt + 1, dueAt: next });
  }

  async function post({ id, url, body }: Delivery): Promise<boolean> {
    const messageId = id.split("#")[0] ?? id;
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac("sha256", key).update(`${messageId}.${timestamp}.${body}`).digest("base64");
    try {
      const response = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(answerWithinMs),
        headers: {
          "content-type": "application/json",
          "webhook-id": messageId,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": `v1,${signature}`,
        },
        body,
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false; // Nobody listens, or no answer in time: the same as a refusal, and retried.
    }
  }

  return {
    /** `stale` is an older state of the object: it follows the terminal event when order is disturbed. */
    send(event: WebhookEvent, stale?: string): void {
      count += 1;
      const id = `msg_${event.jobId}_${event.event}_${count}`;
      const faults = frame.faults.strikeWebhook({ provider: "replicate", url: event.url });
      if (faults.includes("lost")) return;
      const delayMs = faults.includes("late") ? lateMs : 0;
      enqueue(event, delayMs, id);
      // The same webhook-id twice, as a real re-delivery has it.
      if (faults.includes("duplicate")) enqueue(event, delayMs + 500, `${id}#again`);
      if (faults.includes("out_of_order") && stale) {
        enqueue(
          { ...event, event: "output", body: stale },
          delayMs + 500,
          `msg_${event.jobId}_stale_${count}`,
        );
      }
    },
    resume(): void {
      for (const row of database.prepare("select delivery from replicate_webhooks").all()) {
        schedule(JSON.parse(String(row.delivery)) as Delivery);
      }
    },
    stop(): void {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

export type Webhooks = ReturnType<typeof createWebhooks>;
