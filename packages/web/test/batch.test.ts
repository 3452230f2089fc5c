import postgres from "postgres";
import { expect, test } from "vitest";
import { startWithLibrary } from "./library.ts";

const studio = startWithLibrary("ada@batch.example");

test("a batch says what failed in the reader's words, and goes on under an open sheet and what is chosen", async () => {
  const { page, context } = await studio.open();
  const pieceOf = async () => {
    const query = `batchId=${studio.batchId}&status=failed&sort=oldest&limit=1`;
    const { items } = await studio.ada.get<{ items: { id: string }[] }>(`/content/pieces?${query}`);
    return items[0]?.id ?? "";
  };
  const failed = await pieceOf();
  await page.goto(`${studio.site}/batches/${studio.batchId}?piece=${failed}`);
  const sheet = page.getByRole("dialog");
  await sheet.getByText("The image service failed while making it.").waitFor();
  await sheet.getByRole("button", { name: /^Try again \(about \$0\.\d+\)/ }).click();
  await sheet.getByText("The image service failed while making it.").waitFor({ state: "detached" });
  expect(await pieceOf()).not.toBe(failed);
  await page.getByRole("button", { name: "Close" }).click();
  await sheet.waitFor({ state: "detached" });

  await page.getByRole("heading", { name: "What failed" }).waitFor();
  await page.getByText("Technical detail").click();
  await page.getByText("E1001").waitFor();
  await page.getByRole("button", { name: /^Try again \(about/ }).waitFor();
  for (const number of [1, 2]) {
    await page.getByRole("checkbox", { name: `Choose piece ${number}`, exact: true }).click();
  }
  await page.getByRole("button", { name: /^Piece 1:/ }).click();
  await sheet.getByText("AI-generated").waitFor();
  // Somebody else has them tried again: the counts move, and the page of this one stays as it is.
  await studio.ada.post(`/content/batches/${studio.batchId}/retry`, {});
  await expect.poll(() => page.getByText("What failed").count(), { timeout: 30_000 }).toBe(0);
  await sheet.getByText("AI-generated").waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.getByRole("region", { name: "2 chosen" }).waitFor();
  expect(await page.getByRole("checkbox", { name: "Choose piece 2", exact: true }).isChecked()).toBe(true);
  await context.close();
}, 90_000);

test("what one decides another sees without a reload, with who it was; the address keeps the open piece", async () => {
  const [desk, phone] = [await studio.open(), await studio.open({ viewport: { width: 390, height: 844 } })];
  const wall = `${studio.site}/library?batchId=${studio.quietBatchId}&status=review&sort=oldest`;
  for (const { page } of [desk, phone]) await page.goto(wall);
  const first = phone.page.getByRole("button", { name: /^Piece 1:/ });
  const before = await first.innerText();
  await desk.page.getByRole("button", { name: /^Piece 1:/ }).click();
  const sheet = desk.page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Approve" }).click();
  const decided = sheet.getByText(/^Demo, /);
  await decided.waitFor();
  for (const moment of [decided.locator("time"), sheet.locator("dl time")]) {
    expect(await moment.getAttribute("title")).toMatch(/ where you are$/);
  }
  // What left the filter leaves the other's wall; who decided still has it, and can take it back.
  await expect.poll(() => first.innerText(), { timeout: 30_000 }).not.toBe(before);
  const address = desk.page.url();
  expect(address).toMatch(/piece=pce_/);
  await desk.page.reload();
  await sheet.getByRole("button", { name: "Take the decision back" }).click();
  await expect.poll(() => first.innerText(), { timeout: 30_000 }).toBe(before);
  await sheet.getByText("Reopened").waitFor();
  await desk.page.goto(`${studio.site}/library`);
  await desk.page.goBack();
  await sheet.getByText("Reopened").waitFor();
  await desk.page.getByRole("button", { name: "Close" }).click();
  await sheet.waitFor({ state: "detached" });
  expect(desk.page.url()).not.toContain("piece=");
  await desk.page.getByRole("button", { name: /^Piece 1:/ }).click();
  await sheet.waitFor();
  await desk.page.goBack();
  await sheet.waitFor({ state: "detached" });
  expect([...desk.complaints, ...phone.complaints]).toEqual([]);
  for (const { context } of [desk, phone]) await context.close();
}, 120_000);

test("a batch says what it will cost before it starts, and an avatar's content tab counts along", async () => {
  const { page, context, complaints } = await studio.open();
  await page.goto(`${studio.site}/avatars/${studio.avatarId}?tab=content`);
  await page.getByText(/^About \$\d.*, about 1 minute/).waitFor();
  const fifty = await page.getByText(/^About \$/).innerText();
  await page.getByLabel("Pieces").fill("200");
  await expect.poll(() => page.getByText(/^About \$/).allInnerTexts()).not.toEqual([fifty]);
  await page.getByText(/^About \$/).waitFor();
  await page.getByLabel("Pieces").fill("0");
  await expect.poll(() => page.getByText(/^About \$/).count()).toBe(0);
  const pairs = page.getByText(/^[012] of 2$/);
  expect(await pairs.count()).toBe(0);
  await studio.ada.post("/content/batches", { avatarId: studio.avatarId, count: 2 });
  await pairs.filter({ hasText: /^[12]/ }).waitFor({ timeout: 60_000 });
  // The persona lives in Madrid; who reads it learns what it was where they are.
  const began = page.getByRole("main").getByRole("listitem").locator("time").first();
  expect(await began.getAttribute("title")).toMatch(/^\w+ \d+, \d{4}.* where you are$/);
  expect(complaints).toEqual([]);
  await context.close();
}, 90_000);

test("batches of one persona are told apart on Today, by when they began", async () => {
  const sql = postgres(studio.databaseAdminUrl, { max: 1, onnotice: () => {} });
  await sql`
    update content_batches set created_at = created_at - interval '1 hour' where id = ${studio.quietBatchId}`;
  await sql.end();
  const { page, context, complaints } = await studio.open();
  await page.goto(studio.site);
  const lines = page.getByRole("main").getByRole("link", { name: /of Lía Montes to review/ });
  await lines.nth(1).waitFor();
  const begun = await lines.locator("time").allInnerTexts();
  expect(begun).toEqual([0, 1].map(() => expect.stringMatching(/^Batch begun .*:\d\d [AP]M UTC$/)));
  expect(new Set(begun).size).toBe(2);
  expect(complaints).toEqual([]);
  await context.close();
});
