import { createRequire } from "node:module";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { hydrated } from "./shots/hydrated.ts";

export { openBrowser } from "./launch.ts";

/** A page that is ready to be used when it is there, and whose complaints are kept: what the content policy blocked, and errors of our own scripts. */
export async function openPage(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext({ locale: "en", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const { goto, reload } = page;
  page.goto = async (...parameters) => {
    const answer = await goto.apply(page, parameters);
    await hydrated(page);
    return answer;
  };
  page.reload = async (...parameters) => {
    const answer = await reload.apply(page, parameters);
    await hydrated(page);
    return answer;
  };
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|hydrat/i.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { context, page, complaints };
}

const require = createRequire(import.meta.url);
const { source } = createRequire(require.resolve("@axe-core/playwright"))("axe-core") as { source: string };

/**
 * Runs within the page itself, which has no frames: the other way opens a blank page for each result. Only what
 * is wrong is told; to name every element that is well takes as long as to look at it. The builder would bring its
 * half megabyte of scripts into the page twice for each run, to be read and compiled anew: it is brought once here.
 */
const axeOf = (page: Page) =>
  new AxeBuilder({ page, axeSource: ";" }).setLegacyMode().options({ resultTypes: ["violations"] });

const rules = (page: Page) =>
  axeOf(page).withTags([...["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]]);

/** What axe finds at the page, one line each. */
export const findingsOf = (page: Page): Promise<string[]> => told(page, rules(page));

async function told(page: Page, axe: AxeBuilder): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/**
 * What is wrong with the page as it stands: at a desk and on a phone, by day and by night. A theme changes
 * nothing but colours, so at the desk the second one is asked for its contrast alone.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const as = async (place: string, faults: Promise<string[]>) =>
    (await faults).map((fault) => `${place}: ${fault}`);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1440, height: 900 });
  const byDay = await as("desk, light", findingsOf(page));
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const byNight = await as("desk, dark", told(page, axeOf(page).withRules("color-contrast")));
  await page.setViewportSize({ width: 390, height: 844 });
  const onPhone = await as("phone, dark", findingsOf(page));
  return [...byDay, ...byNight, ...onPhone, ...(await widthFaultsOf(page)), ...(await touchFaultsOf(page))];
}

/**
 * What is wrong with the page on a phone, for a language that is not the first one looked at: other words are
 * longer and have names of their own, and stand in the same colours.
 */
export async function wordFaultsOf(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize({ width: 390, height: 844 });
  return [...(await told(page, rules(page).disableRules("color-contrast"))), ...(await widthFaultsOf(page))];
}

async function widthFaultsOf(page: Page): Promise<string[]> {
  const overflow = await overflowOf(page);
  return overflow > 0 ? [`phone: ${overflow} px too wide`] : [];
}

/** What is pressed on a phone and has less than the 44 px that a thumb needs; links within a text aside. */
async function touchFaultsOf(page: Page): Promise<string[]> {
  const small = await page
    .locator("button, summary, select, textarea, input:not([type=checkbox], [type=radio], [type=hidden]), a")
    .evaluateAll((elements) =>
      elements.flatMap((element) => {
        const { width, height, bottom } = element.getBoundingClientRect();
        const isSeen = width > 1 && bottom > 0 && element.checkVisibility({ visibilityProperty: true });
        const isInText = getComputedStyle(element).display === "inline";
        const name = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
        return isSeen && !isInText && height < 43.5
          ? [`${name.slice(0, 40)} (${Math.round(height)} px)`]
          : [];
      }),
    );
  return [...new Set(small)].map((control) => `phone: too small for a thumb: ${control}`);
}

/** Pixels by which the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
