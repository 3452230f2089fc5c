import type { Operator } from "@vixen/local/laptop/operator.ts";
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { findingsOf, openPage } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@wizard.example", password: "quiet-ember-1815" };
let operator: Operator;
let session: State;

beforeAll(async () => {
  operator = await studio.operator(person);
  session = await studio.session(person);
}, 120_000);

const open = () => openPage(studio.browser, { storageState: session });

/** The session ends as it does elsewhere; the next thing that needs one asks for it over the page. */
const endSession = (context: BrowserContext) => context.clearCookies({ name: "next-auth.session-token" });

async function signInAgain(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole("alertdialog", { name: "Your session has ended" });
  // What looks for news may have been faster to find out, and then the page lies behind the question.
  await page
    .getByRole("button", { name: button, exact: true })
    .click({ timeout: 5_000 })
    .catch(() => undefined);
  await dialog.getByLabel("Password").fill(person.password);
  // The server renders the page again for whoever signed in, under the address that it has by now.
  const rendered = page.waitForResponse((answer) => /avatars\/new\?.*_rsc=/.test(answer.url()));
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "hidden" });
  await rendered;
  await page.waitForTimeout(1_000);
}

test("a session that ends in the wizard takes nothing with it that was typed or chosen", async () => {
  const { page, context, complaints } = await open();
  const next = page.getByRole("button", { name: "Next", exact: true });
  await page.goto(`${studio.site}/avatars/new`);
  await page.getByLabel("Name").fill("Alba");
  await page.getByLabel("Age", { exact: true }).fill("27");
  await next.click();
  await page.getByLabel("What it is about").fill("trail running");
  await page.getByText("Draft saved").waitFor();
  await endSession(context);
  await page.getByLabel("Look of the pictures").fill("linen, low sun");
  await page.getByText("Not saved yet, trying again…").waitFor();
  await signInAgain(page, "Next");
  expect(await page.getByLabel("Look of the pictures").inputValue()).toBe("linen, low sun");
  await page.getByText("Draft saved").waitFor();

  await next.click();
  await page.getByLabel("City").fill("Valencia, Spain");
  await page.getByRole("button", { name: "Create and choose the face" }).click();
  await page.getByText(/^about \$0\.\d/).waitFor();
  await next.click();
  await page.getByText("Best likeness").click();
  await page.getByText("Automatic", { exact: true }).click();
  await page.getByLabel("Cost cap in dollars").fill("12.50");
  await endSession(context);
  await signInAgain(page, "Start");
  const isKept = async () => {
    expect(await page.getByRole("radio", { name: /^(Best likeness|El mejor parecido)/ }).isChecked()).toBe(
      true,
    );
    expect(await page.getByRole("radio", { name: /^(Automatic|Automático)/ }).isChecked()).toBe(true);
    expect(await page.locator("input[name=cap]").inputValue()).toBe("12.50");
  };
  await isKept();
  await page.getByRole("button", { name: `Your account: ${person.name}` }).click();
  await page.getByRole("dialog").getByLabel("Language").selectOption("es");
  await page.getByRole("heading", { name: "Nuevo avatar" }).waitFor();
  await isKept();
  await page.getByRole("dialog").getByLabel("Idioma").selectOption("en");
  await page.getByRole("heading", { name: "New avatar" }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 240_000);

test("what is changed once there are faces is kept by whichever way one leaves, and a face that is made anew is chosen no more", async () => {
  const { page, context, complaints } = await open();
  const steps = page.getByRole("navigation", { name: "Steps" });
  await page.goto(`${studio.site}/avatars/new`);
  await page.getByLabel("Name").fill("N".repeat(61));
  await page.getByLabel("Age", { exact: true }).fill("27");
  await page.getByText("Draft saved, except what cannot be used as it is").waitFor();
  await page.getByLabel("Name").fill("Noor");
  await page.getByText("Draft saved", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  const heading = page.getByRole("heading", { level: 2 }).first();
  await expect.poll(() => heading.evaluate((title) => title === document.activeElement)).toBe(true);
  await page.getByLabel("What it is about").fill("trail running");
  await page.getByLabel("Look of the pictures").fill("linen, low sun");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByLabel("City").fill("Valencia, Spain");
  await page.getByRole("button", { name: "Create and choose the face" }).click();
  await page.getByLabel("Faces to choose from").selectOption("1");
  await page.getByRole("button", { name: "Make the faces" }).click();
  await page.getByRole("img", { name: "Face 1" }).click({ timeout: 60_000 });
  expect(page.url()).toContain("face=");
  await page.getByRole("button", { name: "Make another face 1" }).click();
  await expect.poll(() => page.url()).not.toContain("face=");

  await steps.getByRole("button", { name: /Options/ }).click();
  await page.getByText("Best likeness").click();
  await page.getByLabel("Cost cap in dollars").fill("7.50");
  await steps.getByRole("button", { name: /Who it is/ }).click();
  await page.getByLabel("Name").fill("Noor Haddad");
  await steps.getByRole("button", { name: /Options/ }).click();
  await page.getByLabel("Cost cap in dollars").waitFor();
  await page.reload();
  expect(await page.getByLabel("Cost cap in dollars").inputValue()).toBe("7.5");
  expect(await page.getByRole("radio", { name: /^Best likeness/ }).isChecked()).toBe(true);
  await steps.getByRole("button", { name: /Who it is/ }).click();
  expect(await page.getByLabel("Name").inputValue()).toBe("Noor Haddad");
  expect(complaints).toEqual([]);
  await context.close();
}, 240_000);

test("a draft that was left is gone on with, and deleted", async () => {
  const { page, context, complaints } = await open();
  await page.goto(`${studio.site}/avatars/new`);
  await page.getByLabel("Name").fill("Luna");
  await page.getByLabel("Age", { exact: true }).fill("31");
  // Before the pause in which it would have been saved.
  await page.getByRole("link", { name: "Avatars", exact: true }).click();
  await page.getByRole("link", { name: /Luna/ }).click();
  await page.getByRole("heading", { name: "Who is it?" }).waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe("Luna");
  expect(await page.getByLabel("Age", { exact: true }).inputValue()).toBe("31");
  // Another one is another form, not this one.
  await page.goto(`${studio.site}/avatars/new`);
  expect(await page.getByLabel("Name").inputValue()).toBe("");
  await page.goto(`${studio.site}/avatars`);
  await page.getByRole("button", { name: "Delete the draft of Luna" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect.poll(() => page.getByRole("link", { name: /Luna/ }).count()).toBe(0);
  await page.reload();
  expect(await page.getByRole("link", { name: /Luna/ }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test("a step that stopped says why, and goes on from there", async () => {
  const facts = { niche: "plants", style: "linen", city: "Valencia, Spain", age: 27, seed: 11 };
  const { id } = await operator.post<{ id: string }>("/avatars", {
    ...facts,
    name: "Vera",
    candidateCount: 1,
  });
  await operator.post(`/avatars/${id}/candidates`);
  const face = await until(async () => {
    const { items } = await operator.get<{ items: { id: string; status: string }[] }>(
      `/avatars/${id}/candidates`,
    );
    return items.find(({ status }) => status === "ready");
  });
  await operator.post(`/avatars/${id}/lock`, { candidateId: face.id });
  await operator.patch(`/avatars/${id}`, { costCapCents: 1 });
  await until(async () => {
    const { status } = await operator.get<{ status: string }>(`/avatars/${id}`);
    return status === "failed" || undefined;
  });

  const { page, context, complaints } = await open();
  await page.goto(`${studio.site}/avatars/${id}`);
  expect(await page.title()).toContain("Vera");
  const step = page.getByRole("listitem").filter({ hasText: "Make training pictures" });
  await step.getByText("The cost cap was reached", { exact: false }).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await page.getByLabel("Cost cap in dollars").fill("");
  await page.getByRole("button", { name: "Save the cap" }).click();
  await page.getByText(/^Spent: .*, no cap$/).waitFor();
  await step.getByRole("button", { name: "Retry from here" }).click();
  await step.getByRole("progressbar").waitFor();
  await page.getByRole("button", { name: "Cancel setup" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel setup" }).click();
  await page.getByRole("button", { name: "Retry from here" }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 240_000);

test("a persona is archived, is found among the archived ones, and is brought back", async () => {
  const facts = { niche: "plants", style: "linen", city: "Valencia, Spain", age: 27 };
  // A name of this try's own, for the second one when the first did not come to its end.
  const name = `Iris ${Date.now()}`;
  const { id } = await operator.post<{ id: string }>("/avatars", { ...facts, name });
  const { page, context, complaints } = await open();
  const iris = page.getByRole("link", { name: new RegExp(name) });
  const shelf = page.getByRole("navigation", { name: "Which avatars are shown" });
  await page.goto(`${studio.site}/avatars/${id}`);
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("button", { name: "Bring back" }).waitFor();
  await page.goto(`${studio.site}/avatars`);
  await shelf.getByRole("link", { name: "In use" }).waitFor();
  expect(await iris.count()).toBe(0);
  await shelf.getByRole("link", { name: "Archived" }).click();
  await iris.click();
  await page.getByRole("button", { name: "Bring back" }).click();
  await page.getByRole("button", { name: "Archive", exact: true }).waitFor();
  await page.goto(`${studio.site}/avatars`);
  await iris.waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
