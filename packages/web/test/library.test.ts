import { readZip } from "@vixen/local/testing/read-zip.ts";
import { seedLibrary } from "@vixen/local/testing/seed-library.ts";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { faultsOf, openPage } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@library.example", password: "quiet-ember-1815" };
const count = 300;
let session: State;
let batchId: string;
/** A batch that no test changes. */
let quietBatchId: string;

beforeAll(async () => {
  await studio.operator(person);
  const seeded = await seedLibrary(studio, person.email, count);
  batchId = seeded.batchIds[0] ?? "";
  quietBatchId = seeded.batchIds[1] ?? "";
  session = await studio.session(person);
}, 120_000);

const open = (options = {}) => openPage(studio.browser, { storageState: session, ...options });

async function openLibrary(page: Page): Promise<void> {
  await page.goto(`${studio.site}/library`);
  await page.getByRole("heading", { name: "Library", level: 1 }).waitFor();
}

test("of many pieces only some are in the page, and the last one is reached by scrolling", async () => {
  const { page, context, complaints } = await open();
  await openLibrary(page);
  const cells = page.getByRole("list", { name: "Library" }).getByRole("listitem");
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).waitFor();
  await expect
    .poll(
      async () => {
        await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
        return page.getByRole("checkbox", { name: `Choose piece ${count}`, exact: true }).count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  expect(await cells.count()).toBeLessThan(80);
  expect(complaints).toEqual([]);
  await context.close();
});

test("pieces are chosen, rejected together and taken back; a piece tells what is known of it", async () => {
  const { page, context, complaints } = await open();
  await openLibrary(page);
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

test("the review goes on by keys alone, and a decision can be taken back", async () => {
  const { page, context } = await open();
  await openLibrary(page);
  await page.getByRole("link", { name: /^Review \d+/ }).click();
  await page.getByRole("heading", { name: "Review", level: 1 }).waitFor();
  await page.getByText(/^1 of/).waitFor();
  await page.keyboard.press("a");
  await page.getByText(/^2 of/).waitFor();
  await page.keyboard.press("x");
  await page.getByText(/^3 of/).waitFor();
  await page.keyboard.press("u");
  await page.getByText(/^2 of/).waitFor();
  await page.getByRole("article").getByText("To review", { exact: true }).waitFor();
  await context.close();
});

test("a batch says what failed, what it cost, and offers another try", async () => {
  const { page, context } = await open();
  await openLibrary(page);
  await page.goto(`${studio.site}/batches/${batchId}`);
  await page.getByRole("heading", { name: "What failed" }).waitFor();
  await page.getByRole("button", { name: /^Try again \(about/ }).click();
  await page.getByRole("heading", { name: "What failed" }).waitFor({ state: "detached" });
  await context.close();
});

test("ready pieces leave as a zip: asked for, packed, there after a reload, and whole when it is opened", async () => {
  const { page, context, complaints } = await open();
  await page.goto(`${studio.site}/library?batchId=${quietBatchId}`);
  const readyLink = page.getByRole("link", { name: /^Ready/ });
  const ready = Number(/\d+/.exec(await readyLink.innerText())?.[0]);
  await page.getByRole("button", { name: "Download zip" }).click();
  const downloads = page.getByRole("region", { name: "Downloads" });
  const done = `Zip with ${ready} of ${ready} pieces`;
  await downloads.getByText(done).waitFor({ timeout: 60_000 });
  await page.reload();
  await downloads.getByText(done).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    downloads.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^pieces-\d{4}-\d\d-\d\d\.zip$/);
  const files = readZip(await file.path());
  const names = Object.keys(files);
  expect(ready).toBeGreaterThan(50);
  expect(names.filter((name) => /^lia-montes\/pce_\w+-[\w-]+\.jpg$/.test(name))).toHaveLength(ready);
  expect(names).toHaveLength(2 * ready + 1);
  const rows = Buffer.from(files["pieces.csv"] ?? [])
    .toString()
    .trimEnd()
    .split("\r\n");
  expect(rows).toHaveLength(ready + 1);

  // Some of them, from the bar of what is chosen; what is not ready is refused in words.
  await page.goto(`${studio.site}/library?status=review`);
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).click();
  const bar = page.getByRole("region", { name: "1 chosen" });
  await bar.getByRole("button", { name: "Download zip" }).click();
  await bar
    .getByRole("alert")
    .getByText(/^Only pieces that are ready/)
    .waitFor();
  await page.goto(`${studio.site}/library?status=ready`);
  for (const number of [1, 2]) {
    await page.getByRole("checkbox", { name: `Choose piece ${number}`, exact: true }).click();
  }
  await page.getByRole("region", { name: "2 chosen" }).getByRole("button", { name: "Download zip" }).click();
  await downloads.getByText("Zip with 2 of 2 pieces").waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: /^Notices/ }).click();
  const [second] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Your zip is ready: 2 pieces/ }).click(),
  ]);
  expect(Object.keys(readZip(await second.path()))).toHaveLength(5);
  expect(complaints).toEqual([]);
  await context.close();
}, 150_000);

test("nothing of it has an accessibility finding or overflows", async () => {
  const { page, context } = await open();
  for (const path of ["/library", "/library?status=review", "/library/review", `/batches/${batchId}`]) {
    await page.goto(studio.site + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect({ path, faults: await faultsOf(page) }).toEqual({ path, faults: [] });
  }
  await context.close();
});

test("a rejection is told its reason, or none; a piece remembers both", async () => {
  const { page, context } = await open();
  await openLibrary(page);
  await page.goto(`${studio.site}/library?status=review`);
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).click();
  await page.getByRole("button", { name: "Reject" }).click();
  const bar = page.getByRole("group", { name: "The last decision" });
  await bar.getByRole("button", { name: "Hands or body" }).click();
  await bar.getByText("1 rejected: Hands or body").waitFor();
  await page.getByRole("button", { name: /^Piece 1:/ }).click();
  await page.getByRole("dialog").getByText("Rejected: Hands or body").waitFor();
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Undo" }).click();
  const wall = page.getByRole("list", { name: "Library" });
  await expect.poll(() => wall.getByText("Rejected").count(), { timeout: 10_000 }).toBe(0);
  await page.goto(`${studio.site}/library/review?status=review`);
  await page.getByText(/^1 of/).waitFor();
  await page.keyboard.press("x");
  await page.getByText(/^2 of/).waitFor();
  await page.keyboard.press("3");
  await bar.getByText("1 rejected: Not the style").waitFor();
  await page.keyboard.press("u");
  await page.getByText(/^1 of/).waitFor();
  // On a phone it stands out of the thumb's way, and asks only who wants to be asked.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByText(/^2 of/).waitFor();
  await page.getByRole("button", { name: "Approve" }).click({ trial: true });
  await bar.getByRole("button", { name: "Why?" }).click();
  await bar.getByLabel("Another reason").fill("The hat again");
  await bar.getByRole("button", { name: "Save" }).click();
  await bar.getByText("1 rejected: The hat again").waitFor();
  await bar.getByRole("button", { name: "Undo" }).click();
  await page.getByText(/^1 of/).waitFor();
  await context.close();
});

test("a tag is put on many pieces and taken off again; scene and days narrow, and a view keeps them", async () => {
  const { page, context, complaints } = await open();
  await openLibrary(page);
  const tagged = async (button: "Add" | "Remove") => {
    for (const number of [1, 2]) {
      await page.getByRole("checkbox", { name: `Choose piece ${number}`, exact: true }).click();
    }
    const bar = page.getByRole("region", { name: "2 chosen" });
    await bar.getByRole("button", { name: "Tag" }).click();
    await bar.getByLabel("Tag").fill("autumn");
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
  await page.getByLabel("Name of the view").fill("Walks");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("link", { name: "Walks" }).waitFor();
  await page.goto(`${studio.site}/library`);
  await page.getByRole("link", { name: "Walks" }).click();
  await page.waitForURL(
    /templateId=bookshop-corner.*to=2099-01-31|to=2099-01-31.*templateId=bookshop-corner/,
  );
  expect(await page.getByLabel("Until").inputValue()).toBe("2099-01-31");
  await page.getByLabel("Until").fill("2001-01-31");
  await page.getByText("Nothing matches").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
