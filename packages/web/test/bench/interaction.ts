import { type Figure, figure } from "@vixen/local/laptop/bench/figure.ts";
import type { Browser, Page } from "playwright-core";
import type { State } from "../shots/session.ts";

const slowDown = 4;

/** The slowest answer to a key or a click, from the press until the screen shows it (the page's INP). */
const watchInteractions = `globalThis.interactions = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.interactionId > 0) globalThis.interactions.push([entry.name, entry.duration]);
  }
}).observe({ type: "event", durationThreshold: 16, buffered: true });`;

/** How the library with a thousand pieces answers to keys and clicks on a processor four times as slow. */
export async function measureInteraction(browser: Browser, site: string, state: State): Promise<Figure[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, storageState: state });
  try {
    await context.addInitScript(watchInteractions);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await page.goto(`${site}/library`, { waitUntil: "load" });
    await page.waitForTimeout(2_000);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
    await act(page);
    const found = (await page.evaluate("globalThis.interactions")) as [string, number][];
    const slowest = Math.max(...found.map(([, duration]) => duration), 0);
    return [
      figure("web library of 1,000, slowest of keys and clicks at 4× slow-down", slowest, "ms", {
        goal: "≤ 200 ms",
      }),
    ];
  } finally {
    await context.close();
  }
}

/** Walks and selects by keyboard while the grid scrolls, and opens a piece. */
async function act(page: Page): Promise<void> {
  for (const key of ["j", "j", "j", "x", "j", "x", "End", "j", "x", "Home", "Enter", "Escape"]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(250);
  }
  for (let turn = 0; turn < 8; turn++) {
    await page.mouse.move(720, 500);
    await page.mouse.wheel(0, 1_500);
    await page.waitForTimeout(150);
    await page.keyboard.press("j");
    await page.waitForTimeout(150);
  }
}
