import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "playwright-core";

/**
 * Waits until every control of the page belongs to React: what is pressed before is lost, as it would be for a
 * person faster than the page's scripts. React marks the elements that it took over. Throws after 15 s.
 */
export async function hydrated(page: Page): Promise<void> {
  const controls = page.locator("body, a, button, input:not([type=hidden]), select, textarea");
  const deadline = Date.now() + 15_000;
  const isReady = () =>
    controls.evaluateAll((elements) =>
      elements.every((element) => Object.keys(element).some((key) => key.startsWith("__reactFiber$"))),
    );
  while (!(await isReady())) {
    if (Date.now() > deadline) throw new Error(`The scripts of ${page.url()} did not come to life in 15 s.`);
    await wait(50);
  }
}
