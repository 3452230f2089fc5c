import { createId } from "@vixen/core/kit/id.ts";
import { seedLibrary } from "@vixen/local/testing/seed-library.ts";
import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { faultsOf, openPage } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@inert.example", password: "quiet-ember-1815" };
let session: State;
let batchId: string;

beforeAll(async () => {
  await studio.operator(person);
  batchId = (await seedLibrary(studio, person.email, 40)).batchIds[0] ?? "";
  session = await studio.session(person);
});

const open = () => openPage(studio.browser, { storageState: session });

test("whatever people and models write is text wherever it is shown, and names no file", async () => {
  const probe = "<img src=x onerror=alert(1)>";
  const link = "javascript:alert(1)";
  const script = "<script>alert(1)</script>";
  const { page, context, complaints } = await open();
  let isHurt = false;
  page.on("dialog", (dialog) => {
    isHurt = true;
    void dialog.dismiss();
  });
  await page.goto(`${studio.site}/library`);
  const sql = postgres(studio.databaseAdminUrl, { max: 1, onnotice: () => {} });
  const [piece] = await sql<[{ id: string; avatarId: string }]>`
    update content_pieces set hook = ${probe}, caption = ${`${script} ${link}`}
    where id = (
      select max(id) from content_pieces
      where status = 'review' and owner_id = (select id from users where email = ${person.email})
    )
    returning id, avatar_id as "avatarId"
  `;
  await sql`update avatars set name = ${probe}, niche = ${script}, style = ${link} where id = ${piece.avatarId}`;
  await sql.end();
  await page.goto(`${studio.site}/library?status=review&q=onerror`);
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).click();
  const bar = page.getByRole("region", { name: "1 chosen" });
  await bar.getByRole("button", { name: "Tag" }).click();
  await bar.getByLabel("Tag").fill(script);
  await bar.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText(`The tag “${script}” was added.`).waitFor();
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByLabel("Name of the view").fill(probe);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("link", { name: probe }).waitFor();
  await page.getByRole("button", { name: `Piece 1: ${probe}` }).click();
  await page.getByRole("dialog").getByText(`${script} ${link}`).waitFor();
  await page.keyboard.press("Escape");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).first().click();
  expect((await download).suggestedFilename()).toBe("pieces.csv");
  const paths = ["/", "/avatars", `/avatars/${piece.avatarId}`, `/avatars/${piece.avatarId}?tab=identity`];
  paths.push("/library", "/library/review?status=review&q=onerror", `/batches/${batchId}`, "/costs");
  for (const path of paths) {
    await page.goto(studio.site + path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    const found = await page.locator("img[src='x'], [onerror], a[href^='javascript:']").count();
    expect(found, path).toBe(0);
  }
  expect(isHurt).toBe(false);
  expect(complaints).toEqual([]);
  await context.close();
});

test("a page that the API has no answer for says so with a number to ask about, and another try brings it back", async () => {
  const { page, context } = await open();
  await page.goto(`${studio.site}/library`);
  const sql = postgres(studio.databaseAdminUrl, { max: 1, onnotice: () => {} });
  // A row that no code of ours would write, and that the API cannot read.
  const [broken] = await sql`
    insert into saved_views (id, owner_id, name, query)
    select ${createId("savedView")}, id, 'Broken', '5' from users where email = ${person.email}
    returning id
  `;
  const failure = page.getByRole("alert").filter({ hasText: "This did not work" });
  const retry = failure.getByRole("button", { name: "Try again" });
  try {
    await page.goto(`${studio.site}/library`);
    await failure.getByText(/^Request [\w-]{16,}$/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await retry.click();
    await failure.getByText(/^Request [\w-]{16,}$/).waitFor();
  } finally {
    await sql`delete from saved_views where id = ${String(broken?.id)}`;
    await sql.end();
  }
  await retry.click();
  await page.getByRole("heading", { name: "Library", level: 1 }).waitFor();
  await context.close();
});
