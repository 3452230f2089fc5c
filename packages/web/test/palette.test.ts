import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { findingsOf } from "./browser.ts";
import { startWithPerson } from "./person.ts";

const studio = startWithPerson("ada@palette.example");

const palette = (page: Page) => page.getByRole("combobox", { name: "Search or go to…" });

test("goes anywhere and does anything by typing its name", async () => {
  const { page, context, complaints } = await studio.signedIn();
  await page.keyboard.press("Control+k");
  await palette(page).fill("lib");
  await page.getByRole("option", { name: "Library" }).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Library", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Search or go to…" }).click();
  await palette(page).fill("onerror");
  await page.getByRole("option", { name: "<img src=x onerror=alert(1)>" }).click();
  await page.waitForURL(`**/avatars/${studio.avatars[1]?.id}*`);
  await page.keyboard.press("Control+k");
  await palette(page).fill("nothing at all");
  await page.getByText("Nothing has that name.").waitFor();
  await page.keyboard.press("Escape");
  await palette(page).waitFor({ state: "hidden" });
  await page.keyboard.press("Meta+k");
  await palette(page).fill("keyboard");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("what is typed while the palette is on its way stands in it, and is no key of the page", async () => {
  const { page, context } = await studio.signedIn();
  await page.waitForLoadState("networkidle");
  const isThere = Promise.withResolvers<void>();
  await page.route("**/_next/static/chunks/**", async (route) => {
    await isThere.promise;
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("narrow the m");
  isThere.resolve();
  await page.getByRole("option", { name: "Narrow the menu" }).waitFor();
  expect(await palette(page).inputValue()).toBe("narrow the m");
  await page.keyboard.press("Escape");
  await palette(page).waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Narrow the menu", expanded: true }).waitFor();
  await page.keyboard.press("Control+k");
  await palette(page).waitFor();
  expect(await palette(page).inputValue()).toBe("");
  await context.close();
});
