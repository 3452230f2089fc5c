import { type Figure, figure } from "@vixen/local/laptop/bench/figure.ts";
import type { Browser, CDPSession, Page } from "playwright-core";
import { hydrated } from "../shots/hydrated.ts";
import type { State } from "../shots/session.ts";

const slowDown = 4;
export const pieces = 1_000;
/** What is done below is some forty interactions; the browser tells of none that took less than 16 ms. */
const fewest = { library: 15, review: 5 };

/** Each answer to a key or a click, from the press until the screen shows it (the slowest is the page's INP). */
const watchInteractions = `globalThis.interactions = [];
new PerformanceObserver((list) => {
  for (const { interactionId, name, duration } of list.getEntries()) {
    if (interactionId > 0) globalThis.interactions.push({ interactionId, name, duration });
  }
}).observe({ type: "event", durationThreshold: 16, buffered: true });`;
type Interaction = { interactionId: number; name: string; duration: number };

/** How the library with a thousand pieces answers to keys and clicks on a processor four times as slow. */
export async function measureInteraction(browser: Browser, site: string, state: State): Promise<Figure[]> {
  const context = await browser.newContext({
    locale: "en",
    viewport: { width: 1440, height: 900 },
    storageState: state,
  });
  try {
    await context.addInitScript(watchInteractions);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await openSlowly(page, devtools, `${site}/library`);
    await requirePieces(page);
    await walk(page);
    await narrow(page);
    await decideTogether(page);
    const library = await slowestOf(page, fewest.library);
    await openSlowly(page, devtools, `${site}/library/review?status=ready`);
    await review(page);
    const slowest = Math.max(library, await slowestOf(page, fewest.review));
    return [
      figure("web library of 1,000, slowest of keys and clicks at 4× slow-down", slowest, "ms", {
        goal: "≤ 200 ms",
      }),
    ];
  } finally {
    await context.close();
  }
}

/** A library of fewer pieces than the figure's name says would answer sooner. */
async function requirePieces(page: Page): Promise<void> {
  const all = page.getByRole("navigation", { name: "By state" }).getByRole("link", { name: /^All/ });
  const count = Number(/\d+/.exec(await all.innerText())?.[0]);
  if (count !== pieces) throw new Error(`The library has ${count} pieces, ${pieces} were expected.`);
}

/** The page's own start is another figure: it is slowed down once it has settled. */
async function openSlowly(page: Page, devtools: CDPSession, address: string): Promise<void> {
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await page.goto(address, { waitUntil: "load" });
  await hydrated(page);
  await page.waitForTimeout(2_000);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
}

/** In milliseconds. Throws where so few were seen that the number would say nothing. */
async function slowestOf(page: Page, least: number): Promise<number> {
  await page.waitForTimeout(500);
  const found = (await page.evaluate("globalThis.interactions")) as Interaction[];
  const count = new Set(found.map(({ interactionId }) => interactionId)).size;
  if (count < least) {
    throw new Error(`${page.url()}: ${count} interactions were seen, at least ${least} were expected.`);
  }
  return Math.max(...found.map(({ duration }) => duration));
}

async function press(page: Page, keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(250);
  }
}

/** Walks and selects by keyboard while the grid scrolls, and opens a piece. */
async function walk(page: Page): Promise<void> {
  await press(page, ["j", "j", "j", "x", "j", "x", "End", "j", "x", "Home", "j", "Enter"]);
  const sheet = page.getByRole("dialog");
  await sheet.waitFor();
  await press(page, ["Escape"]);
  await sheet.waitFor({ state: "detached" });
  for (let turn = 0; turn < 8; turn++) {
    await page.mouse.move(720, 500);
    await page.mouse.wheel(0, 1_500);
    await page.waitForTimeout(150);
    await press(page, ["j"]);
  }
}

/** Another filter, and back to all. */
async function narrow(page: Page): Promise<void> {
  const states = page.getByRole("navigation", { name: "By state" });
  await states.getByRole("link", { name: /^Ready/ }).click();
  await page.waitForURL(/status=ready/);
  await states.getByRole("link", { name: /^All/ }).click();
  await page.waitForURL((url) => !url.searchParams.has("status"));
  await page.waitForTimeout(500);
}

/** Rejects several at a time and takes it back. */
async function decideTogether(page: Page): Promise<void> {
  for (const number of [1, 2, 3]) {
    await page.getByRole("checkbox", { name: `Choose piece ${number}`, exact: true }).click();
  }
  await page
    .getByRole("region", { name: /chosen$/ })
    .getByRole("button", { name: "Reject" })
    .click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.waitForTimeout(1_000);
}

/** Decides piece after piece by keys, and takes one decision back. */
async function review(page: Page): Promise<void> {
  await page.getByText(/^1 of/).waitFor();
  for (const [key, position] of [
    ["a", 2],
    ["x", 3],
    ["u", 2],
    ["ArrowRight", 3],
    ["a", 4],
    ["ArrowLeft", 3],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByText(new RegExp(`^${position} of`)).waitFor();
    await page.waitForTimeout(250);
  }
}
