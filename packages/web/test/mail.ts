import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "playwright-core";
import { type Hand, pointer } from "./hand.ts";
import { hydrated } from "./shots/hydrated.ts";

/** On the page of simulated mails: waits for the mail, opens its link, and is where that leads. */
export async function followMail(page: Page, { press }: Hand = pointer): Promise<void> {
  const again = page.getByRole("link", { name: "Look again" });
  const link = page.getByRole("article").first().getByRole("link");
  await again.waitFor();
  const deadline = Date.now() + 30_000;
  while (!(await link.isVisible())) {
    if (Date.now() > deadline) throw new Error(`No mail arrived at ${page.url()}.`);
    await wait(500);
    await press(again);
    await again.waitFor();
  }
  await press(link);
  await hydrated(page);
}
