import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "playwright-core";

/**
 * Waits until every control of the page belongs to React: what is pressed before is lost, as it would be for a
 * person faster than the page's scripts. React marks the elements that it took over. Throws after 30 s.
 */
export async function hydrated(page: Page): Promise<void> {
  const controls = page.locator("body, a, button, input:not([type=hidden]), select, textarea");
  const deadline = Date.now() + 30_000;
  const isReady = () =>
    controls
      .evaluateAll((elements) =>
        elements.every((element) => Object.keys(element).some((key) => key.startsWith("__reactFiber$"))),
      )
      // The page has gone on to another meanwhile, which has to come to life in its turn.
      .catch((error: Error) => {
        if (/context was destroyed|navigation/i.test(error.message)) return false;
        throw error;
      });
  while (!(await isReady())) {
    if (Date.now() > deadline) throw new Error(`The scripts of ${page.url()} did not come to life in 30 s.`);
    await wait(50);
  }
}
