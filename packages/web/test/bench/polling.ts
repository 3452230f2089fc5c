import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Figure, figure } from "@vixen/local/laptop/bench/figure.ts";
import type { Laptop } from "@vixen/local/laptop/laptop.ts";
import { Operator } from "@vixen/local/laptop/operator.ts";
import { readMails } from "@vixen/local/laptop/sandbox-client.ts";
import type { Browser } from "playwright-core";
import { type State, signedIn } from "../shots/session.ts";

const watchMs = 30_000;
/** What a page asks for at once when it opens is not what it goes on asking for. */
const settleMs = 3_000;

/** What a browser without a window cannot do by itself: say that nobody sees it. */
const hide = `Object.defineProperty(document, "hidden", { get: () => true });
Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
document.dispatchEvent(new Event("visibilitychange"));`;

/** Requests in a minute of a page on which nobody acts: nothing runs, a setup runs, and nobody looks. */
export async function measurePolling(
  browser: Browser,
  site: string,
  busy: State,
  laptop: Laptop,
): Promise<Figure[]> {
  const login = { email: `idle-${randomUUID()}@studio.example`, password: "quiet-ember-idle" };
  await new Operator(() => laptop.api).signIn(login, () => readMails(laptop.sandboxUrl));
  const idle = await signedIn(browser, site, login);
  const [still, running, hidden] = await Promise.all([
    requestsOf(browser, site, idle),
    requestsOf(browser, site, busy),
    requestsOf(browser, site, busy, hide),
  ]);
  const perMinute = (count: number) => (count * 60_000) / watchMs;
  return [
    figure("web Today, idle", perMinute(still), "requests/min", { goal: "≤ 4: one in 15 s" }),
    figure("web Today, a setup runs", perMinute(running), "requests/min", { goal: "≤ 60: one a second" }),
    figure("web Today, hidden", perMinute(hidden), "requests/min", { goal: "0" }),
  ];
}

async function requestsOf(browser: Browser, site: string, state: State, script?: string): Promise<number> {
  const context = await browser.newContext({ storageState: state });
  try {
    const page = await context.newPage();
    await page.goto(site, { waitUntil: "load" });
    await sleep(settleMs);
    if (script) await page.evaluate(script);
    let count = 0;
    context.on("request", () => count++);
    await sleep(watchMs);
    return count;
  } finally {
    await context.close();
  }
}
