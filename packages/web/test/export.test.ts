import { readFileSync } from "node:fs";
import { createId } from "@vixen/core/kit/id.ts";
import { readZip } from "@vixen/local/testing/read-zip.ts";
import postgres from "postgres";
import { expect, test } from "vitest";
import { startWithLibrary } from "./library.ts";

const studio = startWithLibrary("ada@export.example");

test("ready pieces leave as a zip: asked for, packed, there after a reload, and whole when it is opened", async () => {
  const { page, context, complaints } = await studio.open();
  await page.goto(`${studio.site}/library?batchId=${studio.quietBatchId}`);
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
  const zips = await studio.ada.get<{ items: { id: string }[] }>("/content/exports?limit=1");
  await page.getByRole("button", { name: /^Notices/ }).click();
  const [second] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Your zip is ready: 2 pieces/ }).click(),
  ]);
  expect(Object.keys(readZip(await second.path()))).toHaveLength(5);

  // A week later the link says so, and has it packed again; one that nobody knows says so as well.
  const zip = zips.items[0]?.id ?? "";
  const sql = postgres(studio.databaseAdminUrl, { max: 1, onnotice: () => {} });
  await sql`update content_exports set expires_at = now() - interval '1 second' where id = ${zip}`;
  await page.goto(`${studio.site}/library/exports/${zip}`);
  await page.getByText(/^That zip is not there any more/).waitFor();
  await page.getByRole("button", { name: "Pack again" }).click();
  await page.getByText(/^That zip is not there any more/).waitFor({ state: "detached" });
  await downloads.getByText("Zip with 2 of 2 pieces").waitFor({ timeout: 30_000 });
  await page.goto(`${studio.site}/library/exports/exp_01jzzzzzzzzzzzzzzzzzzzzzzz`);
  await page.getByText(/Choose its pieces and pack them again/).waitFor();

  // One that is still being packed can be stopped; this one waits for a worker that nobody calls.
  const held = createId("contentExport");
  await sql`
    insert into content_exports (id, owner_id, piece_ids, requested, deadline_at)
    select ${held}, owner_id, piece_ids, requested, now() + interval '1 hour'
    from content_exports where id = ${zip}`;
  await page.goto(`${studio.site}/library`);
  await downloads.getByText("Packing a zip: 0 of 2").waitFor();
  await downloads.getByRole("button", { name: "Cancel the zip" }).click();
  await downloads.getByText("Packing a zip").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Running no jobs" }).waitFor();

  // And from the list of what runs, wherever somebody is.
  const other = createId("contentExport");
  await sql`
    insert into content_exports (id, owner_id, piece_ids, requested, deadline_at)
    select ${other}, owner_id, piece_ids, requested, now() + interval '1 hour'
    from content_exports where id = ${zip}`;
  await page.goto(studio.site);
  await page.getByRole("button", { name: "Running 1 job" }).click();
  const list = page.getByRole("dialog", { name: "Running" });
  await list.getByRole("link", { name: /^Zip of 2 pieces/ }).waitFor();
  await list.getByRole("button", { name: "Cancel the zip" }).click();
  await page.getByRole("button", { name: "Running no jobs" }).waitFor();
  expect(await sql`select status from content_exports where id = ${other}`).toEqual([{ status: "canceled" }]);
  await sql.end();
  expect(complaints).toEqual([]);
  await context.close();
}, 150_000);

test("a file that cannot be had says why, and a session that has ended asks to sign in over the page", async () => {
  const { page, context } = await studio.open();
  await page.goto(`${studio.site}/library?status=ready`);
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).click();
  const bar = page.getByRole("region", { name: "1 chosen" });
  await page.route("**/api/v1/content/pieces/csv?*", (route) => route.abort(), { times: 1 });
  await bar.getByRole("button", { name: "CSV" }).click();
  await bar
    .getByRole("alert")
    .getByText(/^There is no connection/)
    .waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    bar.getByRole("button", { name: "CSV" }).click(),
  ]);
  expect(
    readFileSync(await file.path(), "utf8")
      .trimEnd()
      .split("\r\n"),
  ).toHaveLength(2);
  const error = { code: "session_ended", message: "The session has ended.", requestId: "req_test" };
  const over = { status: 401, json: { error } };
  await page.route("**/api/v1/content/pieces/**", (route) => route.fulfill(over));
  await bar.getByRole("button", { name: "CSV" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Your session has ended" });
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Piece 1:/ }).click();
  await dialog.waitFor();
  await page.getByText("Something went wrong on our side").waitFor({ state: "detached" });
  await context.close();
});
