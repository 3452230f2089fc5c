import { readFileSync } from "node:fs";
import { createId } from "@vixen/core/kit/id.ts";
import type { Page } from "playwright-core";
import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { faultsOf, openPage } from "./browser.ts";
import { bookCosts } from "./ledger.ts";
import type { State } from "./shots/session.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@costs.example", password: "quiet-ember-1815" };
const persona = { name: "=Alba", niche: "trails", style: "linen", city: "Valencia, Spain", age: 27, seed: 1 };
let session: State;
let avatarId: string;

beforeAll(async () => {
  const operator = await studio.operator(person);
  avatarId = (await operator.post<{ id: string }>("/avatars", persona)).id;
  await putLedger();
  session = await studio.session(person);
});

/** Three days of spending, one dollar and its parts, and a call that was never answered. */
async function putLedger(): Promise<void> {
  const own = await bookCosts(studio, avatarId, [
    { kind: "image", model: "lora", amount_nanos: 1_000_000_000, created_at: "2026-03-02T12:00:00Z" },
    { kind: "text", model: "gpt-4o-mini", amount_nanos: 250_000_000, created_at: "2026-03-02T13:00:00Z" },
    { kind: "image", model: "lora", amount_nanos: 500_000_000, created_at: "2026-03-04T12:00:00Z" },
  ]);
  const sql = postgres(studio.databaseAdminUrl, { max: 1, onnotice: () => {} });
  const call = { kind: "text", model: "gpt-4o-mini", status: "unknown", started_at: "2026-03-04T12:00:00Z" };
  await sql`insert into provider_calls ${sql({ ...own, ...call, id: createId("providerCall") })}`;
  await sql.end();
}

const march = "from=2026-03-01&to=2026-03-31";
const open = (options = {}) => openPage(studio.browser, { storageState: session, ...options });
const go = (page: Page, path: string) => page.goto(`${studio.site}${path}`);

test("the total, its parts and its days open to the rows that they are the sum of", async () => {
  const { page, context, complaints } = await open();
  await go(page, `/costs?${march}`);
  await page.getByText("$1.75").first().waitFor();
  await page.getByRole("link", { name: "3 ledger rows" }).click();
  await page.getByRole("heading", { name: "Ledger rows", level: 1 }).waitFor();
  expect(await page.getByRole("row").count()).toBe(4);
  await page.getByRole("columnheader", { name: "When (UTC)" }).waitFor();

  await page.getByRole("link", { name: "Back to the costs" }).click();
  await page.getByRole("link", { name: "$1.50: rows of Pictures" }).click();
  await page.getByText("2 ledger rows").waitFor();
  await page.getByText("$1.50").first().waitFor();

  await go(page, `/costs?${march}`);
  const days = page.getByRole("list", { name: "By day" });
  await days.waitFor();
  expect(await days.getByRole("listitem").count()).toBe(31);
  await days.getByRole("link", { name: "Mar 2, 2026: $1.25" }).click();
  await page.getByText("2 ledger rows").waitFor();
  expect(new URL(page.url()).searchParams.get("from")).toBe("2026-03-02");

  await page.goBack();
  await page.getByText("Show as a table").click();
  await page.getByRole("row", { name: "Mar 2, 2026" }).getByRole("link", { name: "$0.25" }).click();
  await page.getByText(/· 1 ledger row$/).waitFor();
  expect(await page.getByRole("row").count()).toBe(2);
  expect(complaints).toEqual([]);
  await context.close();
});

test("the keyboard walks along the days, and a period is chosen by form or by name", async () => {
  const { page, context } = await open();
  await go(page, `/costs?${march}`);
  await page.getByRole("link", { name: "Mar 31, 2026: $0.00" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Mar 2, 2026", { exact: true }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("2 ledger rows").waitFor();

  await go(page, "/costs?to=2020-01-31");
  await page.getByText("Nothing was spent in this period.").waitFor();
  await page.getByLabel("From", { exact: true }).fill("2026-03-04");
  await page.getByLabel("To", { exact: true }).fill("2026-03-01");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText("The last day is before the first: swap them.").waitFor();
  expect(await page.getByLabel("From", { exact: true }).inputValue()).toBe("2026-03-04");
  await page.getByLabel("To", { exact: true }).fill("2026-03-04");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText("$0.50").first().waitFor();
  await page.getByRole("link", { name: "All time" }).click();
  await page.getByText("$1.75").first().waitFor();
  await context.close();
});

test("says that another period is on its way, and is not taken for the one that was asked before", async () => {
  const { page, context } = await open();
  await go(page, `/costs?${march}`);
  const period = page.getByRole("navigation", { name: "Period" });
  let letGo = () => {};
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/costs?*", async (route) => {
    await isLetGo;
    await route.continue();
  });
  await period.getByRole("link", { name: "All time" }).click();
  await period.getByRole("status").getByText("Loading…").waitFor({ state: "attached" });
  letGo();
  await period
    .getByRole("link", { name: "All time", exact: true })
    .and(page.locator("[aria-current]"))
    .waitFor();
  expect(await period.getByRole("status").count()).toBe(0);
  await context.close();
});

test("calls without an answer are told apart from the sum", async () => {
  const { page, context } = await open();
  await go(page, `/costs?${march}`);
  await page.getByText("1 call was never answered.").waitFor();
  await page.getByRole("link", { name: "See which" }).click();
  await page.getByRole("heading", { name: "Calls without an answer" }).waitFor();
  await page.getByText("test · gpt-4o-mini").waitFor();
  await context.close();
});

test("an avatar that nothing was spent on is called by its name, and only one that is gone is not", async () => {
  const { page, context } = await open();
  for (const path of ["/costs", "/costs/entries"]) {
    await go(page, `${path}?avatar=${avatarId}&to=2020-01-31`);
    await page.getByRole("link", { name: `Remove the filter ${persona.name}` }).waitFor();
  }
  await go(page, `/costs?avatar=${createId("avatar")}&to=2020-01-31`);
  await page.getByRole("link", { name: "Remove the filter Deleted avatar" }).waitFor();
  await context.close();
});

test("the CSV has the rows of the page, and its sum", async () => {
  const { page, context } = await open({ acceptDownloads: true });
  await go(page, `/costs?${march}&kind=image`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  expect(lines).toHaveLength(3);
  const column = String(lines[0]).split(",").indexOf("amount_nanos");
  const nanos = lines.slice(1).map((line) => Number(line.split(",")[column]));
  expect(nanos).toEqual([500_000_000, 1_000_000_000]);
  // A name that a spreadsheet would run is text.
  expect(lines[1]).toContain(",'=Alba,");
  await context.close();
});

test("no finding, nothing wider than a phone, in either theme", async () => {
  const { page, context, complaints } = await open();
  const paths = [
    `/costs?${march}`,
    "/costs?to=2020-01-01",
    "/costs?from=2026-03-02&to=2026-03-01",
    `/costs/entries?${march}`,
    `/costs/unanswered?${march}`,
  ];
  for (const path of paths) {
    await go(page, path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const table = page.getByText("Show as a table").first();
    if (await table.isVisible()) await table.click();
    expect({ path, faults: await faultsOf(page) }).toEqual({ path, faults: [] });
  }
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);
