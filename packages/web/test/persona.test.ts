import type { Operator } from "@vixen/local/laptop/operator.ts";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { findingsOf, openPage } from "./browser.ts";
import { persona, until } from "./reviewed-persona.ts";
import type { State } from "./shots/session.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@persona.example", password: "quiet-ember-1815" };
let session: State;
let operator: Operator;
let avatarId: string;

beforeAll(async () => {
  operator = await studio.operator(person);
  avatarId = (await operator.post<{ id: string }>("/avatars", persona)).id;
  await operator.post(`/avatars/${avatarId}/candidates`);
  session = await studio.session(person);
  await until(operator, avatarId, "review");
}, 240_000);

const open = (options = {}) => openPage(studio.browser, { storageState: session, ...options });
const go = (page: Page, tab: string) => page.goto(`${studio.site}/avatars/${avatarId}?tab=${tab}`);
const keptPictures = (page: Page) => page.getByRole("button", { name: /^Picture \d+: Kept$/ });

test("the dataset is reviewed by keys alone, a picture replaced, and the training approved", async () => {
  const { page, context, complaints } = await open();
  await go(page, "dataset");
  await page.getByText("50 kept of 7").waitFor();
  await keptPictures(page).first().focus();
  const chosen = await page.locator("button[aria-current=true]").getAttribute("aria-label");
  const number = /Picture \d+/.exec(chosen ?? "")?.[0] ?? "";
  await page.keyboard.press("x");
  await page.getByRole("button", { name: `${number}: Rejected` }).waitFor();
  await page.getByText("You rejected it.").waitFor();
  await page.keyboard.press("Shift+K");
  await page.getByRole("button", { name: `${number}: Kept` }).waitFor();
  await page.keyboard.press("e");
  await page.getByLabel("Caption").fill("by the <script>alert(1)</script> window");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^VX\w+, by the <script>/).waitFor();
  // The captions of a filter at once, and of no other picture: all or none of them.
  await page.getByRole("button", { name: "Kept", exact: true }).click();
  await page.getByText("Change several captions").click();
  await page.getByText("For all 50 kept pictures.", { exact: false }).waitFor();
  // One that was just rejected stays in sight, and is not one of them.
  await keptPictures(page).first().focus();
  await page.keyboard.press("x");
  await page.getByText("For all 49 kept pictures.", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Change 49 captions" }).waitFor();
  expect(await page.getByRole("button", { name: /^Picture \d+: Rejected$/ }).count()).toBe(1);
  await page.keyboard.press("Shift+K");
  await page.getByRole("button", { name: "Change 50 captions" }).click();
  await page.getByText("Write the words as they stand in the captions", { exact: false }).waitFor();
  await page.getByLabel("Put after").fill("an explicit sex scene");
  await page.getByRole("button", { name: "Change 50 captions" }).click();
  await page.getByText("The words ask for something that is not made here. Reword them.").waitFor();
  await page.getByLabel("Put after").fill("film grain");
  await page.getByRole("button", { name: "Change 50 captions" }).click();
  await page.getByText("50 captions changed.").waitFor();
  await page.getByText(/^VX\w+, by the <script>.*, film grain$/).waitFor();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("table", { name: "Framing by angle" }).waitFor();
  await page.getByRole("button", { name: `${number}: Kept` }).focus();
  await page.keyboard.press("r");
  await page.getByText("Replaced by another.").waitFor();
  await page.keyboard.press("j");
  expect(await page.locator("button[aria-current=true]").getAttribute("aria-label")).not.toContain(number);
  await page.getByText(/\b(50|49) kept of 7\d/).waitFor();
  // The picture that was asked for has been made, and was kept or refused by its checks.
  await expect
    .poll(() => page.getByRole("button", { name: /Being made$/ }).count(), { timeout: 60_000 })
    .toBe(0);
  expect(await findingsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Approve and train" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Approve and train" }).click();
  await page.getByText("They can be reviewed once they are chosen and while no setup runs.").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
  await until(operator, avatarId, "ready");
}, 400_000);

test("an identity is edited and locked, the rest written anew, and a stale browser is told so", async () => {
  const [first, second] = [await open(), await open()];
  await go(first.page, "identity");
  await go(second.page, "identity");
  await second.page.getByRole("button", { name: "Edit Tone" }).click();
  await first.page.getByRole("button", { name: "Edit Occupation" }).click();
  await first.page.getByRole("textbox", { name: "Occupation" }).fill("Mountain guide <i>");
  await first.page.getByRole("button", { name: "Save" }).click();
  await first.page.getByText("Mountain guide <i>", { exact: true }).waitFor();
  await first.page
    .getByText(/^typed by you/)
    .first()
    .waitFor();

  await second.page.getByRole("textbox", { name: "Tone" }).fill("dry, calm, kind");
  await second.page.getByRole("button", { name: "Save" }).click();
  await second.page.getByText(/Another person or window changed this identity/).waitFor();
  expect(await second.page.getByRole("textbox", { name: "Tone" }).inputValue()).toBe("dry, calm, kind");
  // The page may show the new version before the button was pressed; the form takes it up when it is.
  const loaded = second.page.waitForResponse(
    (answer) => answer.url().endsWith("/identity") && answer.request().method() === "GET",
  );
  await second.page.getByRole("button", { name: "Load the new version" }).click();
  await (await loaded).finished();
  await second.page.getByRole("button", { name: "Load the new version", disabled: false }).waitFor();
  await second.page.getByText("Mountain guide <i>", { exact: true }).waitFor();
  await second.page.getByRole("button", { name: "Save" }).click();
  await second.page.getByText("dry, calm, kind", { exact: true }).waitFor();
  await second.context.close();

  const { page } = first;
  await page.getByText("dry, calm, kind", { exact: true }).waitFor();
  const backstory = page.getByRole("region", { name: "Backstory" });
  const write = async (text: string) => {
    await backstory.getByRole("button", { name: "Edit Backstory" }).click();
    await backstory.getByRole("textbox", { name: "Backstory" }).fill(text);
    await backstory.getByRole("button", { name: "Save" }).click();
    await backstory.getByText(text, { exact: true }).waitFor();
  };
  // It did not pass: the reason stands beside it without a reload, and it waits under Today until it is reworded.
  await write("You are a worthless idiot, dear reader.");
  await backstory.getByText("It did not pass the check and is not used. Reword it.").waitFor();
  await backstory.getByText(/harassment/i).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Today" }).first().click();
  await page.getByRole("link", { name: /^Reword a text of/ }).click();
  await write("She mends old clocks by the sea.");
  await expect
    .poll(() => backstory.getByText(/Being checked|did not pass/).count(), { timeout: 20_000 })
    .toBe(0);

  await page.reload();
  await page.getByRole("button", { name: "Lock Occupation" }).click();
  await page.getByRole("button", { name: "Lock Occupation", pressed: true }).waitFor();
  await page.getByRole("button", { name: "Write the rest anew" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Write anew" }).click();
  await page.getByText("Being written.").waitFor();
  await expect.poll(() => page.getByText("Being written.").count(), { timeout: 60_000 }).toBe(0);
  await page.getByText("Mountain guide <i>", { exact: true }).waitFor();
  await expect
    .poll(() => page.getByText("dry, calm, kind", { exact: true }).count(), { timeout: 20_000 })
    .toBe(0);

  await page.getByRole("button", { name: "Edit the basics" }).click();
  await page.getByRole("textbox", { name: "Age" }).fill("17");
  await page.getByRole("textbox", { name: "City" }).fill("Lisbon, Portugal");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Personas are adults: write a whole age from 18 to 99.").waitFor();
  await page.getByRole("textbox", { name: "Age" }).fill("31");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Europe/Lisbon").waitFor();
  expect(first.complaints).toEqual([]);
  await first.context.close();
}, 240_000);

test("another version is trained with its price said first, and the older one can be used again", async () => {
  const { page, context, complaints } = await open();
  await go(page, "model");
  await page.getByRole("heading", { name: "Version 1" }).waitFor();
  await page.getByText("In use", { exact: true }).waitFor();
  await page.getByText(/^About \$\d.*estimate/).waitFor();
  await page.getByRole("button", { name: "Train" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Train" }).click();
  await page.getByRole("heading", { name: "Version 2" }).waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: "Use Version 1" }).click({ timeout: 180_000 });
  await page.getByRole("button", { name: "Use Version 2" }).waitFor();
  await page.getByText("Technical detail").first().click();
  await page.getByText("Version of the trainer").first().waitFor();
  await page.getByText("SHA-256 of the dataset").first().waitFor();
  expect(await findingsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
}, 400_000);

test("a tab whose answer is on its way shows that it waits, in the shape of what comes, and then what came", async () => {
  const { page, context, complaints } = await open();
  await go(page, "setup");
  const waits = page.locator("[role=status][aria-busy=true]");
  const release = Promise.withResolvers<void>();
  await page.route(/tab=content/, async (route) => {
    // What is fetched ahead is not what the tab shows.
    if (!route.request().headers()["next-router-prefetch"]) await release.promise;
    await route.continue();
  });
  await page.getByRole("link", { name: "Content", exact: true }).click();
  await waits.waitFor();
  expect(await waits.getAttribute("aria-label")).toBe("Loading…");
  expect(await waits.locator(".skeleton").count()).toBe(10);
  expect(await page.getByRole("link", { name: "Content", exact: true }).getAttribute("aria-current")).toBe(
    "page",
  );
  expect(await page.getByRole("list", { name: "Steps of the setup" }).isVisible()).toBe(false);
  expect(await findingsOf(page)).toEqual([]);
  release.resolve();
  await page.getByRole("button", { name: "Start a batch" }).waitFor();
  expect(await waits.count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test("a ready persona shows what its setup cost and made, and is deleted once its name is typed", async () => {
  const { page, context, complaints } = await open();
  await go(page, "setup");
  expect(await page.title()).toContain(persona.name);
  const steps = page.getByRole("list", { name: "Steps of the setup" });
  await steps
    .getByText(/^\$\d+\.\d+ · \d+ (sec|min)/)
    .first()
    .waitFor();
  expect(await steps.getByRole("list", { name: "The locked face" }).locator("img").count()).toBe(1);
  expect(await steps.getByRole("list", { name: "Pictures that passed" }).locator("img").count()).toBe(8);
  const remove = page.getByRole("button", { name: "Delete avatar", exact: true });
  const dialog = page.getByRole("dialog");
  await remove.click();
  await dialog.getByLabel("Name of the avatar").fill(persona.name);
  await dialog.getByRole("button", { name: "Keep going" }).click();
  await dialog.waitFor({ state: "hidden" });
  await remove.click();
  expect(await dialog.getByRole("button", { name: "Delete avatar" }).isDisabled()).toBe(true);
  await dialog.getByLabel("Name of the avatar").fill(persona.name);
  await dialog.getByRole("button", { name: "Delete avatar" }).click();
  await page.waitForURL(`**/avatars/${avatarId}/removal`);
  const receipt = page.getByRole("list", { name: "What is deleted" });
  await receipt.getByText(/^[1-9]\d* deleted$/).waitFor({ timeout: 60_000 });
  await page.getByText("Everything of this avatar is gone.").waitFor({ timeout: 120_000 });
  await page.reload();
  await receipt.getByText(/^[1-9]\d* deleted$/).waitFor();
  await receipt.getByText(/^[1-9]\d* deleted, none left$/).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "To the avatars" }).click();
  await page.waitForURL("**/avatars");
  await expect.poll(() => page.getByRole("link", { name: /Alba <b>Sol<\/b>/ }).count()).toBe(0);
  await page.goto(`${studio.site}/avatars/${avatarId}`);
  expect(await page.getByRole("button", { name: "Delete avatar" }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);
