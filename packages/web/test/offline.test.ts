import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openLibrary, startWithLibrary } from "./library.ts";

const studio = startWithLibrary("ada@offline.example", 20);

/** As by a cut that the browser hears of: everything that was not loaded by then cannot be had. */
async function cut(page: Page): Promise<{ mend: () => Promise<void> }> {
  await page.waitForLoadState("networkidle");
  await page.route("**/*", (route) => route.abort());
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  const mend = async () => {
    await page.unroute("**/*");
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
  };
  return { mend };
}

const lost = (page: Page) => page.getByRole("alert").getByText(/^There is no connection right now/);

test("a piece that is opened first without a connection says so beside the library, and opens once there is one", async () => {
  const { page, context, complaints } = await studio.open();
  await openLibrary(page, studio.site);
  const wall = page.getByRole("list", { name: "Library" });
  const { mend } = await cut(page);
  await wall.getByRole("button", { name: /^Piece 1:/ }).click();
  await lost(page).waitFor();
  expect(await wall.getByRole("checkbox").count()).toBeGreaterThan(10);
  await page.getByRole("button", { name: "Try again" }).click();
  await lost(page).waitFor();
  await mend();
  await page.getByRole("dialog").getByText("AI-generated").waitFor();
  await page.keyboard.press("Escape");
  expect(await lost(page).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test("what is chosen without a connection has its bar once there is one, without another choice", async () => {
  const { page, context, complaints } = await studio.open();
  await openLibrary(page, studio.site);
  const { mend } = await cut(page);
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).click();
  await lost(page).waitFor();
  await page.getByRole("checkbox", { name: "Choose piece 2", exact: true }).click();
  await mend();
  const bar = page.getByRole("region", { name: "2 chosen" });
  await bar.waitFor();
  expect(await lost(page).count()).toBe(0);

  // What the bar opens is code of its own.
  const again = await cut(page);
  await bar.getByRole("button", { name: "Tag" }).click();
  await lost(page).waitFor();
  await again.mend();
  await bar.getByLabel("Tag").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("the palette that cannot be had leaves the keys to the page, and comes with the connection", async () => {
  const { page, context, complaints } = await studio.open();
  await openLibrary(page, studio.site);
  await page.getByRole("button", { name: /^Sandbox/ }).waitFor();
  const { mend } = await cut(page);
  await page.keyboard.press("ControlOrMeta+k");
  await lost(page).waitFor();
  const search = page.getByRole("main").getByRole("searchbox");
  await search.click();
  await page.keyboard.type("walk");
  expect(await search.inputValue()).toBe("walk");
  await mend();
  await page.getByRole("dialog").getByRole("combobox").waitFor();
  // Behind the palette, which is all there is while it is open.
  expect(await page.getByRole("list", { name: "Library", includeHidden: true }).count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
});
