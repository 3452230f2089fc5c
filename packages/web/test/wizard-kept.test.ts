import { beforeAll, expect, test } from "vitest";
import { openPage } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@wizard-kept.example", password: "quiet-ember-1815" };
let session: State;

beforeAll(async () => {
  await studio.operator(person);
  session = await studio.session(person);
});

const open = () => openPage(studio.browser, { storageState: session });

test("words that may not be used are told at their field; the rest of the draft is saved, and nothing is tried again", async () => {
  const { page, context, complaints } = await open();
  const saves: string[] = [];
  page.on("request", (request) => {
    if (/\/avatars\/drafts/.test(request.url()) && request.method() !== "GET") saves.push(request.method());
  });
  await page.goto(`${studio.site}/avatars/new`);
  await page.getByLabel("Name").fill("Alba");
  await page.getByLabel("Age", { exact: true }).fill("27");
  const next = page.getByRole("button", { name: "Next", exact: true });
  await next.click();
  await page.getByLabel("What it is about").fill("trail running");
  await page.getByLabel("Look of the pictures").fill("an explicit sex scene");
  await page.getByText("Draft saved, except what cannot be used as it is").waitFor();
  const look = page.getByRole("textbox", { name: "Look of the pictures" });
  const reason = page.getByText("The words ask for something that is not made here. Reword them.");
  await reason.waitFor();
  expect(await look.getAttribute("aria-invalid")).toBe("true");
  const count = saves.length;
  // Longer than the first pause before a save that failed is tried again.
  await page.waitForTimeout(5_000);
  expect(saves.length).toBe(count);

  await next.click();
  await expect.poll(() => look.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await reason.count()).toBe(1);
  await page.reload();
  expect(await page.getByLabel("What it is about").inputValue()).toBe("trail running");
  await look.fill("linen, low sun");
  await page.getByText("Draft saved", { exact: true }).waitFor();
  expect(await reason.count()).toBe(0);
  await next.click();
  await page.getByLabel("City").fill("Atlantis");
  await page.getByRole("button", { name: "Create and choose the face" }).click();
  await page.getByRole("textbox", { name: "City" }).and(page.locator("[aria-invalid=true]")).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test("options are kept as they change: a reload right there finds them, and whoever leaves before a pause in the typing", async () => {
  const { page, context, complaints } = await open();
  await page.goto(`${studio.site}/avatars/new`);
  await page.getByLabel("Name").fill("Noor");
  await page.getByLabel("Age", { exact: true }).fill("27");
  const next = page.getByRole("button", { name: "Next", exact: true });
  await next.click();
  await page.getByLabel("What it is about").fill("trail running");
  await page.getByLabel("Look of the pictures").fill("linen, low sun");
  await next.click();
  await page.getByLabel("City").fill("Valencia, Spain");
  await page.getByRole("button", { name: "Create and choose the face" }).click();
  await page.getByLabel("Faces to choose from").selectOption("2");
  await next.click();
  const cap = page.getByLabel("Cost cap in dollars");
  await page.getByText("Automatic", { exact: true }).click();
  // An answer to what was chosen before says nothing of what is typed while it is on its way.
  const saved = page.getByText("Draft saved", { exact: true });
  const [isAsked, isHeld] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route(
    "**/api/v1/avatars/avt_*",
    async (route) => {
      const response = await route.fetch();
      isAsked.resolve();
      await isHeld.promise;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.getByText("Best likeness").click();
  await isAsked.promise;
  await cap.fill("7.5");
  const answered = page.waitForResponse(/avatars\/avt_/);
  isHeld.resolve();
  await answered;
  expect(await saved.count()).toBe(0);
  await cap.fill("7.50");
  await saved.waitFor();
  await page.reload();
  expect(await cap.inputValue()).toBe("7.5");
  expect(await page.getByRole("radio", { name: /^Best likeness/ }).isChecked()).toBe(true);
  expect(await page.getByRole("radio", { name: /^Automatic/ }).isChecked()).toBe(true);

  const address = page.url();
  await page.getByText("Fast", { exact: true }).click();
  await cap.fill("9");
  // Before the pause in which it would have been saved.
  await page.getByRole("link", { name: "Avatars", exact: true }).click();
  await page.getByRole("heading", { name: "Avatars", level: 1 }).waitFor();
  await page.goto(address);
  expect(await page.getByRole("radio", { name: /^Fast/ }).isChecked()).toBe(true);
  expect(await cap.inputValue()).toBe("9");
  await cap.fill("12,345,678");
  await page.getByText("Draft saved, except what cannot be used as it is").waitFor();
  await page.reload();
  expect(await cap.inputValue()).toBe("9");
  await page.getByRole("button", { name: "Back" }).click();
  expect(await page.getByLabel("Faces to choose from").inputValue()).toBe("2");
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);
