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

/**
 * Loads an address with an empty cache: when its largest part was painted, and how many bytes its scripts are as
 * gzip, those included that it fetches ahead for the pages it links to. `slowDown` makes the processor so many
 * times as slow.
 */
export async function loadOf(
  browser: Browser,
  url: string,
  state: State | undefined,
  slowDown = 1,
): Promise<{ paintMs: number; scriptBytes: number; scripts: { url: string; bytes: number }[] }> {
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
    await page.goto(url, { waitUntil: "load" });
    await sleep(settleMs);
    const paintMs = Number(await page.evaluate("globalThis.largestPaint"));
    const sizes = await Promise.all(
      [...scripts].map(async ([address, body]) => ({ url: address, bytes: gzipSync(await body).length })),
    );
    return { paintMs, scriptBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0), scripts: sizes };
  } finally {
    await context.close();
  }
}
