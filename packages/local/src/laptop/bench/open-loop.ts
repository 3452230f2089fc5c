import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export type Shot = { method: string; url: string; headers: Record<string, string>; body?: string };
export type Load = { perSecond: number; seconds: number };

/**
 * Fires at fixed moments, whether or not earlier answers have come, and measures each from the moment it was
 * meant to leave: a server that falls behind cannot hide it by slowing its callers down.
 * @returns milliseconds of every request. Throws when one was not answered with a 2xx.
 */
export async function openLoop(
  makeShot: (index: number) => Shot,
  { perSecond, seconds }: Load,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: "lifo" });
  const count = perSecond * seconds;
  const began = performance.now();
  const answers: Promise<number>[] = [];
  for (let index = 0; index < count; index++) {
    const due = began + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    // A timer may be a moment early: no answer takes less than no time.
    const from = Math.min(due, performance.now());
    answers.push(fire(makeShot(index), agent).then(() => performance.now() - from));
  }
  const times = await Promise.all(answers).finally(() => agent.destroy());
  return times;
}

function fire({ method, url, headers, body }: Shot, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent }, (response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      response.once("end", () =>
        status >= 200 && status < 300 ? resolve() : reject(new Error(`${method} ${url} answered ${status}`)),
      );
      response.once("error", reject);
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}
