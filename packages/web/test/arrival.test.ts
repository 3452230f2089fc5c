import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startWithPerson } from "./person.ts";
import { hydrated } from "./shots/hydrated.ts";
import { slowSite } from "./slow-site.ts";

const studio = startWithPerson("ada@arrival.example");

const today = (page: Page) =>
  page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Today" });

test("a page that comes after the tab's first poll is taken over as it was sent, not made again", async () => {
  const { page, context } = await studio.signedIn();
  await page.addInitScript(() => {
    const seen = { most: 0 };
    Object.assign(window, { seen });
    new MutationObserver(() => {
      seen.most = Math.max(seen.most, document.querySelectorAll("h1").length);
    }).observe(document, { childList: true, subtree: true });
  });
  const site = await slowSite(studio.site);
  await page.evaluate((url) => window.location.assign(url), `${site.url}/library`);
  await page.getByRole("button", { name: /^Sandbox/ }).waitFor();
  await page.getByRole("main").getByRole("status", { name: "Loading" }).waitFor();
  site.release();
  await page.getByRole("heading", { name: "Library", level: 1 }).waitFor();
  await hydrated(page);
  expect(await page.evaluate("seen.most")).toBe(1);
  site.close();
  await context.close();
});

test("the way back shows what changed meanwhile, on a page of the server's and on one that reads for itself", async () => {
  const person = await studio.another("back");
  const operator = await studio.operator(person);
  const persona = { niche: "clay", style: "soft light", city: "Valencia, Spain", age: 31, seed: 2 };
  const { id } = await operator.post<{ id: string }>("/avatars", { ...persona, name: "Noor" });
  const { page, context } = await studio.signedInAs(person);
  const need = (name: string) => page.getByRole("link", { name: `Make faces for ${name}` });
  /** The tab is told now instead of in a quarter of a minute, and then never again. */
  const look = () => page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.goto(`${studio.site}/avatars`);
  await page.getByRole("main").getByText("Noor").waitFor();
  await today(page).click();
  await need("Noor").waitFor();
  await operator.patch(`/avatars/${id}`, { name: "Berta" });
  await look();
  await need("Berta").waitFor();
  await page.goBack();
  await page.getByRole("main").getByText("Berta").waitFor();

  await page.goto(`${studio.site}/avatars/${id}`);
  await page.getByRole("heading", { name: "Berta", level: 1 }).waitFor();
  await today(page).click();
  await need("Berta").waitFor();
  await operator.patch(`/avatars/${id}`, { isArchived: true });
  await look();
  await need("Berta").waitFor({ state: "detached" });
  await page.goBack();
  await page.getByText("It is archived", { exact: false }).waitFor();
  await context.close();
});
