import { expect, test } from "vitest";
import { faultsOf } from "./browser.ts";
import { openLibrary, startWithLibrary } from "./library.ts";

const studio = startWithLibrary("ada@library.example");

test("of many pieces only some are in the page, and the last one is reached by scrolling", async () => {
  const { page, context, complaints } = await studio.open();
  await openLibrary(page, studio.site);
  const cells = page.getByRole("list", { name: "Library" }).getByRole("listitem");
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).waitFor();
  await expect
    .poll(
      async () => {
        await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
        return page.getByRole("checkbox", { name: `Choose piece ${studio.count}`, exact: true }).count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  expect(await cells.count()).toBeLessThan(80);
  expect(complaints).toEqual([]);
  await context.close();
});

test("pieces are chosen, rejected together and taken back; a piece tells what is known of it", async () => {
  const { page, context, complaints } = await studio.open();
  await openLibrary(page, studio.site);
  await page.getByRole("link", { name: /^To review/ }).click();
  await page.waitForURL(/status=review/);
  for (const number of [1, 2]) {
    await page.getByRole("checkbox", { name: `Choose piece ${number}`, exact: true }).click();
  }
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByText("2 rejected").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  const wall = page.getByRole("list", { name: "Library" });
  await expect.poll(() => wall.getByText("Rejected").count(), { timeout: 10_000 }).toBe(0);
  await page.getByRole("button", { name: /^Piece 1:/ }).click();
  await page.getByRole("dialog").getByText("AI-generated").waitFor();
  await page.keyboard.press("Escape");
  expect(complaints).toEqual([]);
  await context.close();
});

test("nothing of it has an accessibility finding or overflows", async () => {
  const { page, context } = await studio.open();
  for (const path of [
    "/library",
    "/library?status=review",
    "/library/review",
    `/batches/${studio.batchId}`,
  ]) {
    await page.goto(studio.site + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect({ path, faults: await faultsOf(page) }).toEqual({ path, faults: [] });
  }
  await context.close();
});

test("a tag is put on many pieces and taken off again; scene and days narrow, and a view keeps them", async () => {
  const { page, context, complaints } = await studio.open();
  await openLibrary(page, studio.site);
  const tagged = async (button: "Add" | "Remove") => {
    for (const number of [1, 2]) {
      await page.getByRole("checkbox", { name: `Choose piece ${number}`, exact: true }).click();
    }
    const bar = page.getByRole("region", { name: "2 chosen" });
    await bar.getByRole("button", { name: "Tag" }).click();
    const field = bar.getByLabel("Tag");
    await field.fill("autumn, winter");
    await bar.getByRole("button", { name: button, exact: true }).click();
    await bar.getByText(/^Write a tag of 1 to 40 characters/).waitFor();
    await page.route("**/api/v1/content/pieces/tags", (route) => route.abort(), { times: 1 });
    await field.fill("autumn");
    await bar.getByRole("button", { name: button, exact: true }).click();
    await bar
      .getByRole("alert")
      .getByText(/^There is no connection/)
      .waitFor();
    expect(await field.inputValue()).toBe("autumn");
    await bar.getByRole("button", { name: button, exact: true }).click();
  };
  await tagged("Add");
  await page.getByText("The tag “autumn” was added.").waitFor();
  await page.goto(`${studio.site}/library?tag=autumn`);
  await page.getByRole("checkbox", { name: "Choose piece 2", exact: true }).waitFor();
  await tagged("Remove");
  await page.getByText("The tag “autumn” was removed.").waitFor();
  await page.reload();
  await page.getByText("Nothing matches").waitFor();
  await page.goto(`${studio.site}/library`);
  await page.getByLabel("Scene").selectOption({ label: "Bookshop corner" });
  await page.waitForURL(/templateId=bookshop-corner/);
  await page.getByLabel("Until").fill("2099-01-31");
  await page.waitForURL(/to=2099-01-31/);
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Write a name of 1 to 60 characters.").waitFor();
  await page.getByLabel("Name of the view").fill("Walks");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("link", { name: "Walks" }).waitFor();
  await page.getByRole("button", { name: "Delete the view Walks" }).click();
  await page.getByRole("link", { name: "Walks" }).waitFor({ state: "detached" });
  await page.getByText("The view “Walks” was deleted.").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: "Walks" }).waitFor();
  await page.goto(`${studio.site}/library`);
  await page.getByRole("link", { name: "Walks" }).click();
  await page.waitForURL(
    /templateId=bookshop-corner.*to=2099-01-31|to=2099-01-31.*templateId=bookshop-corner/,
  );
  expect(await page.getByLabel("Until").inputValue()).toBe("2099-01-31");
  await page.getByLabel("Until").fill("2001-01-31");
  await page.getByText("Nothing matches").waitFor();
  await page.goto(`${studio.site}/library`);
  await page.getByLabel("For whom").selectOption({ label: "Subscribers" });
  await page.waitForURL(/tier=subscriber/);
  await page.getByLabel("Likeness").selectOption({ label: "Strong (80% or more)" });
  await page.waitForURL(/likeness=strong/);
  // Of forty seeded pieces in a row the last twenty have a score of 0.80 or more.
  await page.getByRole("link", { name: /^All\s?140$/ }).waitFor();
  await page.getByLabel("Likeness").selectOption({ label: "Weak (below 55%)" });
  await page.getByText("Nothing matches").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("says on a slow connection that another filter is on its way", async () => {
  const { page, context } = await studio.open();
  await openLibrary(page, studio.site);
  let held = Promise.withResolvers<void>();
  await page.route("**/library?*", async (route) => {
    await held.promise;
    await route.continue();
  });
  const waiting = page.getByRole("main").getByRole("status").getByText("Loading…");
  await page.getByRole("link", { name: /^Ready/ }).click();
  await waiting.waitFor({ state: "attached" });
  held.resolve();
  await page.waitForURL(/status=ready/);
  await waiting.waitFor({ state: "detached" });
  held = Promise.withResolvers();
  await page.getByLabel("For whom").selectOption({ label: "Subscribers" });
  await waiting.waitFor({ state: "attached" });
  held.resolve();
  await page.waitForURL(/tier=subscriber/);
  await waiting.waitFor({ state: "detached" });
  await context.close();
});

test("a day and a search are typed by keyboard without losing their field", async () => {
  const { page, context } = await studio.open();
  await openLibrary(page, studio.site);
  const isInField = (label: string) =>
    page.getByLabel(label, { exact: true }).evaluate((field) => field === document.activeElement);
  await page.getByLabel("Until").focus();
  await page.keyboard.type("01312099", { delay: 30 });
  await page.waitForURL(/to=2099-01-31/);
  expect(await isInField("Until")).toBe(true);
  await page.getByRole("link", { name: /^All\s?300$/ }).waitFor();
  await page.getByLabel("Search the text").focus();
  await page.keyboard.type("zzz");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing matches").waitFor();
  expect(await isInField("Search the text")).toBe(true);
  // What is cleared elsewhere is cleared in the fields.
  await page.getByRole("link", { name: "Show all pieces" }).click();
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).waitFor();
  expect(await page.getByLabel("Until").inputValue()).toBe("");
  expect(await page.getByLabel("Search the text").inputValue()).toBe("");
  await context.close();
});

test("a page that cannot be had for a moment is asked for again: it is not loaded anew, and what is chosen stays", async () => {
  const { page, context, complaints } = await studio.open();
  await page.goto(`${studio.site}/library?sort=oldest`);
  for (const number of [1, 2]) {
    await page.getByRole("checkbox", { name: `Choose piece ${number}`, exact: true }).click();
  }
  await page.getByRole("region", { name: "2 chosen" }).waitFor();
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByLabel("Name of the view").fill("From the first");
  let refused = 0;
  let isDown = true;
  // What the site renders, for this page or another one; the API still answers.
  await page.route("**/*", (route) => {
    if (!isDown || !route.request().headers().rsc) return route.fallback();
    refused++;
    return route.abort();
  });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(() => refused).toBeGreaterThan(1);
  await page.getByRole("region", { name: "2 chosen" }).waitFor();
  isDown = false;
  await page.getByRole("link", { name: "From the first" }).waitFor();
  await page.getByRole("region", { name: "2 chosen" }).waitFor();

  // Somebody who goes on to another page meanwhile comes to it once it can be had.
  isDown = true;
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Costs" }).click();
  refused = 0;
  await expect.poll(() => refused).toBeGreaterThan(0);
  isDown = false;
  await page.getByRole("heading", { name: "Costs", level: 1 }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
