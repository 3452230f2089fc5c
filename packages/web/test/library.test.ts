import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Laptop, startLaptop } from "@vixen/local/laptop/laptop.ts";
import { demoLogin } from "@vixen/local/laptop/once.ts";
import { Operator } from "@vixen/local/laptop/operator.ts";
import { readMails } from "@vixen/local/laptop/sandbox-client.ts";
import { seedLibrary } from "@vixen/local/testing/seed-library.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildAssembly } from "../../../scripts/build/build.ts";
import { findingsOf, openBrowser, openPage, overflowOf } from "./browser.ts";

const directory = mkdtempSync(join(tmpdir(), "vixen-library-"));
const count = 300;
let laptop: Laptop;
let browser: Browser;
let site: string;
let batchId: string;

beforeAll(async () => {
  const { directory: assembly } = await buildAssembly();
  [laptop, browser] = await Promise.all([
    startLaptop({ directory, assembly, timeScale: 40, webPort: 0 }),
    openBrowser(),
  ]);
  site = laptop.web ?? "";
  await new Operator(() => laptop.api).signIn(demoLogin, () => readMails(laptop.sandboxUrl));
  const seeded = await seedLibrary({ ...laptop, directory }, demoLogin.email, count);
  batchId = seeded.batchIds[0] ?? "";
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await laptop?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function openLibrary(page: Page): Promise<void> {
  await page.goto(`${site}/library`);
  await page.getByLabel("E-mail address").fill(demoLogin.email);
  await page.getByLabel("Password").fill(demoLogin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Library", level: 1 }).waitFor();
}

test("of many pieces only some are in the page, and the last one is reached by scrolling", async () => {
  const { page, context, complaints } = await openPage(browser, {});
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
}, 60_000);

test("pieces are chosen, rejected together and taken back; a piece tells what is known of it", async () => {
  const { page, context, complaints } = await openPage(browser, {});
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
}, 60_000);

test("the review goes on by keys alone, and a decision can be taken back", async () => {
  const { page, context } = await openPage(browser, {});
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
}, 60_000);

test("a batch says what failed, what it cost, and offers another try", async () => {
  const { page, context } = await openPage(browser, {});
  await openLibrary(page);
  await page.goto(`${site}/batches/${batchId}`);
  await page.getByRole("heading", { name: "What failed" }).waitFor();
  await page.getByRole("button", { name: /^Try again \(about/ }).click();
  await page.getByRole("heading", { name: "What failed" }).waitFor({ state: "detached" });
  await context.close();
}, 60_000);

test.each(["light", "dark"] as const)(
  "nothing of it has an accessibility finding or overflows, %s",
  async (theme) => {
    const { page, context } = await openPage(browser, {
      viewport: { width: 390, height: 844 },
      colorScheme: theme,
    });
    await openLibrary(page);
    for (const path of ["/library", "/library?status=review", "/library/review", `/batches/${batchId}`]) {
      await page.goto(site + path);
      expect({ path, findings: await findingsOf(page), overflow: await overflowOf(page) }).toEqual({
        path,
        findings: [],
        overflow: 0,
      });
    }
    await context.close();
  },
  90_000,
);
