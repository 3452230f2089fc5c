import { demoLogin } from "@vixen/local/laptop/once.ts";
import type { Browser, BrowserContext } from "playwright-core";
import { hydrated } from "./hydrated.ts";

/** What a browser keeps of somebody who is signed in. */
export type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Has the account's pages in a language: it counts for more than what the browser asks for. */
export async function speak(browser: Browser, site: string, session: State, language: string): Promise<void> {
  const context = await browser.newContext({ storageState: session });
  const page = await context.newPage();
  await page.goto(site);
  const body = JSON.stringify({ language });
  const isSaved = await page.evaluate(
    `fetch("/api/v1/auth/me", { method: "PATCH", headers: { "content-type": "application/json" }, body: '${body}' }).then((answer) => answer.ok)`,
  );
  if (!isSaved) throw new Error(`The account's language could not be changed to ${language}.`);
  await context.close();
}

/** Signs in through the form, as the demo's operator unless it is said who. */
export async function signedIn(browser: Browser, site: string, login = demoLogin): Promise<State> {
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  await page.goto(`${site}/sign-in`);
  await hydrated(page);
  await page.getByLabel("E-mail address").fill(login.email);
  await page.getByLabel("Password").fill(login.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  const state = await context.storageState();
  await context.close();
  return state;
}
