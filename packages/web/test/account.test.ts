import { decode, encode } from "next-auth/jwt";
import type { BrowserContext } from "playwright-core";
import { describe, expect, test } from "vitest";
import { findingsOf } from "./browser.ts";
import { startWithPerson } from "./person.ts";

const studio = startWithPerson("ada@account.example");
const cookieName = "next-auth.session-token";

/** Changes what the sealed cookie says, as time would. */
async function changeSession(context: BrowserContext, change: Record<string, unknown>): Promise<void> {
  const secret = studio.secret("NEXTAUTH_SECRET");
  const cookie = (await context.cookies()).find(({ name }) => name === cookieName);
  const token = await decode({ token: cookie?.value ?? "", secret });
  const value = await encode({ token: { ...token, ...change }, secret });
  await context.addCookies([{ name: cookieName, value, url: studio.site }]);
}

const expired = { expiresAt: Date.now() - 1_000 };

describe("the account", () => {
  test("is the same in a second browser: name, language, theme, zone", async () => {
    const first = await studio.signedIn();
    const second = await studio.signedIn();
    await first.page.goto(`${studio.site}/account`);
    await first.page.getByLabel("Theme").selectOption("dark");
    await first.page.getByLabel("Time zone").selectOption("Asia/Tokyo");
    await first.page.getByLabel("Language").selectOption("es");
    await first.page.getByRole("button", { name: "Save" }).click();
    await first.page.getByText("Guardado.").waitFor();
    await second.page.reload();
    await second.page.getByRole("heading", { name: "Hoy", level: 1 }).waitFor();
    expect(await second.page.locator("html").getAttribute("data-theme")).toBe("dark");
    await second.page.goto(`${studio.site}/account`);
    expect(await second.page.getByLabel("Zona horaria").inputValue()).toBe("Asia/Tokyo");
    await second.page.getByRole("button", { name: `Tu cuenta: ${studio.person.name}` }).click();
    const menu = second.page.getByRole("dialog", { name: "Tu cuenta" });
    await menu.getByLabel("Idioma").selectOption("en");
    await second.page.getByRole("heading", { name: "Your account" }).waitFor();
    await first.page.reload();
    await first.page.getByRole("heading", { name: "Your account" }).waitFor();
    await first.context.close();
    await second.context.close();
  });

  test("gets another password, which ends the other browser's session and not this one", async () => {
    const other = await studio.another("eva");
    const [here, there] = [await studio.signedInAs(other), await studio.signedInAs(other)];
    await here.page.goto(`${studio.site}/account`);
    const form = here.page.getByRole("region", { name: "Password" });
    await form.getByLabel("Current password").fill("not-the-password");
    await form.getByLabel("New password").fill("short");
    await form.getByRole("button", { name: "Change password" }).click();
    await form.getByText("Use at least 10 characters and at most 72.").waitFor();
    await form.getByLabel("New password").fill("loud-ember-1852");
    await form.getByRole("button", { name: "Change password" }).click();
    await form.getByText("This is not your present password. Type it again.").first().waitFor();
    await form.getByLabel("Current password").fill(other.password);
    await form.getByRole("button", { name: "Change password" }).click();
    await form.getByText("Password changed.", { exact: false }).waitFor();
    await there.page.reload();
    await there.page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
    await studio.signIn(there.page, { ...other, password: "loud-ember-1852" });
    await there.page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
    await here.context.close();
    await there.context.close();
  });
});

const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1";

test("a session that is ended from the list is out, and the browser that ended it is not", async () => {
  const other = await studio.another("rosa");
  const here = await studio.signedInAs(other);
  const there = await studio.signedInAs(other, { userAgent: phone });
  const { page } = here;
  await page.goto(`${studio.site}/account`);
  const end = page.getByRole("button", { name: "End the session of Safari on iPhone" });
  await page.getByText("This session").waitFor();
  // When it last traded its tokens is not when it was last used: that is now.
  const current = page.getByRole("listitem").filter({ hasText: "This session" });
  await current.getByText("In use now").waitFor();
  expect(await current.getByText("Used").count()).toBe(0);
  await end.click();
  await end.waitFor({ state: "detached" });
  await page.getByText("This session").waitFor();
  await there.page
    .getByRole("navigation", { name: "Sections" })
    .getByRole("link", { name: "Library" })
    .click();
  await there.page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Your account" }).waitFor();
  for (const { context } of [here, there]) await context.close();
});

describe("a session", () => {
  test("survives requests of two tabs that refresh it at the same moment, and the next refresh too", async () => {
    const { page, context } = await studio.signedInAs(studio.person);
    for (let round = 0; round < 2; round++) {
      await changeSession(context, expired);
      const tabs = [page, await context.newPage(), await context.newPage()];
      await Promise.all(tabs.map((tab) => tab.goto(`${studio.site}/library`)));
      const statuses = await page.evaluate(() =>
        Promise.all([1, 2, 3, 4, 5].map(() => fetch("/api/v1/auth/me").then(({ status }) => status))),
      );
      expect(statuses).toEqual([200, 200, 200, 200, 200]);
      for (const tab of tabs) expect(new URL(tab.url()).pathname).toBe("/library");
      await Promise.all(tabs.slice(1).map((tab) => tab.close()));
    }
    await context.close();
  });

  test("that ends mid-form is asked for over the form, which keeps what was typed", async () => {
    const { page, context } = await studio.signedIn();
    await page.goto(`${studio.site}/account`);
    await page.getByLabel("Your name").fill("Ada Lovelace");
    // Ended from elsewhere, with a token that this browser cannot trade any more.
    await context.clearCookies({ name: cookieName });
    await page.getByRole("button", { name: "Save" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Your session has ended" });
    // Who it is stands there already: what is missing is the password.
    await expect
      .poll(() => dialog.getByLabel("Password").evaluate((field) => field === document.activeElement))
      .toBe(true);
    await dialog.getByLabel("Password").fill("not-the-password");
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.getByText("The address or the password is wrong.").waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await dialog.getByLabel("Password").fill(studio.person.password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await page.getByLabel("Your name").inputValue()).toBe("Ada Lovelace");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.reload();
    expect(await page.getByLabel("Your name").inputValue()).toBe("Ada Lovelace");
    await page.getByLabel("Your name").fill(studio.person.name);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await context.close();
  });

  test("that ends is asked for by a download and by a choice of the menu as well", async () => {
    const { page, context } = await studio.signedIn();
    // The poll would ask too, a quarter of a minute later: what is tested is what a person does.
    await page.route("**/api/v1/activity*", (route) => route.abort());
    const dialog = page.getByRole("alertdialog", { name: "Your session has ended" });
    const signInAgain = async () => {
      await dialog.getByLabel("Password").fill(studio.person.password);
      await dialog.getByRole("button", { name: "Sign in" }).click();
      await dialog.waitFor({ state: "hidden" });
    };
    await page.goto(`${studio.site}/costs`);
    await context.clearCookies({ name: cookieName });
    await page.getByRole("link", { name: "Download CSV" }).click();
    await signInAgain();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("costs.csv");
    await context.clearCookies({ name: cookieName });
    await page.getByRole("button", { name: `Your account: ${studio.person.name}` }).click();
    await page.getByRole("dialog", { name: "Your account" }).getByLabel("Theme").selectOption("dark");
    await signInAgain();
    expect(new URL(page.url()).pathname).toBe("/costs");
    await context.close();
  });

  test("that is signed out leaves nothing behind: neither a page, nor an answer, nor the way back", async () => {
    const { page, context } = await studio.signedInAs(await studio.another("out"));
    await page.goto(`${studio.site}/avatars`);
    await page.getByRole("button", { name: `Your account: ${studio.person.name}` }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
    expect(await page.evaluate(() => fetch("/api/v1/avatars").then(({ status }) => status))).toBe(401);
    await page.goBack();
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
    expect((await context.cookies()).filter(({ name }) => name === cookieName)).toEqual([]);
    await context.close();
  });
});
