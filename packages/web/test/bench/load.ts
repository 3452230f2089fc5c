import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import type { State } from "../shots/session.ts";

/** Put into the page before it loads, as text: this file is also a script's, which knows no `window`. */
const watchPaint = `new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) globalThis.largestPaint = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });`;

/** How long the page itself and what it then asks for on its own may take to come. */
const settleMs = 1_500;

export type Load = {
  paintMs: number;
  scriptBytes: number;
  scripts: { url: string; bytes: number }[];
  pagesAhead: string[];
};

/**
 * Loads an address with an empty cache: when its largest part was painted, how many bytes its scripts are as gzip,
 * and which other pages it fetches ahead, their scripts included. `slowDown` makes the processor so many times as
 * slow.
 */
export async function loadOf(
  browser: Browser,
  url: string,
  state: State | undefined,
  slowDown = 1,
): Promise<Load> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...(state ? { storageState: state } : {}),
  });
  try {
    await context.addInitScript(watchPaint);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
    const scripts = new Map<string, Promise<Buffer>>();
    page.on("response", (response) => {
      if (response.request().resourceType() !== "script" || !response.ok()) return;
      scripts.set(response.url(), response.body());
    });
    const pagesAhead: string[] = [];
    page.on("request", (request) => {
      if (request.headers()["next-router-prefetch"]) pagesAhead.push(request.url());
    });
    await page.goto(url, { waitUntil: "load" });
    await sleep(settleMs);
    const paintMs = Number(await page.evaluate("globalThis.largestPaint"));
    const sizes = await Promise.all(
      [...scripts].map(async ([address, body]) => ({ url: address, bytes: gzipSync(await body).length })),
    );
    const scriptBytes = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    return { paintMs, scriptBytes, scripts: sizes, pagesAhead };
  } finally {
    await context.close();
  }
}
