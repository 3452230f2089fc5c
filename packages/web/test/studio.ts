import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Operator } from "@vixen/local/laptop/operator.ts";
import { readMails } from "@vixen/local/laptop/sandbox-client.ts";
import { askAt } from "@vixen/local/testing/door.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { openBrowser } from "./browser.ts";
import { type State, signedIn } from "./shots/session.ts";
import { type LaptopPlace, startPlace } from "./vitest-global-setup.ts";

export type Person = { name: string; email: string; password: string };

/** The site in its production build, and a browser before it. */
export type Studio = LaptopPlace & {
  browser: Browser;
  /** The path in the last mail's link. Its origin is where the site is deployed, not this run's port. */
  linkTo(person: Person): Promise<string>;
  /** Opens an account through the forms and the mail; ends on Today. */
  signUp(page: Page, person: Person): Promise<void>;
  /** Fills the form that the page shows. */
  signIn(page: Page, person: Person): Promise<void>;
  /** Signs in by the form; gives what a browser keeps of it. */
  session(person: Person): Promise<State>;
  /** The person through the public API, who is called Demo there: for what a test needs to be there, not for what it tests. */
  operator(person: Person): Promise<Operator>;
  /** A key that the laptop made on its first start. */
  secret(name: "NEXTAUTH_SECRET" | "SITE_KEY"): string;
};

/** It stays for the test files that follow in this process. */
let running: Browser | undefined;

async function sharedBrowser(): Promise<Browser> {
  if (!running?.isConnected()) running = await openBrowser();
  return running;
}

/**
 * The run's laptop, which all browser tests share: a test file brings people of its own. With a `timeScale` the
 * file gets a laptop of its own, on which so many seconds pass in one.
 */
export function startStudio({ timeScale }: { timeScale?: number } = {}): Studio {
  let own: Awaited<ReturnType<typeof startPlace>> | undefined;
  const studio = {
    async linkTo({ email }: Person) {
      let link: string | undefined;
      await expect
        .poll(
          async () => {
            const mail = (await readMails(studio.sandboxUrl)).find(({ to }) => to === email);
            link = /https?:\/\/[^/]+(\/\S+)/.exec(mail?.text ?? "")?.[1];
            return link;
          },
          { timeout: 20_000 },
        )
        .toBeDefined();
      return link ?? "";
    },
    async signUp(page: Page, person: Person) {
      await page.goto(`${studio.site}/sign-up`);
      await page.getByLabel("Your name").fill(person.name);
      await page.getByLabel("E-mail address").fill(person.email);
      await page.getByLabel("Password").fill(person.password);
      await page.getByRole("button", { name: "Create account" }).click();
      await page.getByRole("heading", { name: "Look in your mail" }).waitFor();
      await page.goto(studio.site + (await studio.linkTo(person)));
      await page.getByRole("button", { name: "Confirm and sign in" }).click();
      await page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
    },
    async signIn(page: Page, { email, password }: Person) {
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
    },
    async operator({ email, password }: Person) {
      const operator = new Operator(() => studio.api);
      await operator.signIn({ email, password }, () => readMails(studio.sandboxUrl));
      return operator;
    },
    session: (person: Person) => signedIn(studio.browser, studio.site, person),
    secret(name: "NEXTAUTH_SECRET" | "SITE_KEY") {
      const file = name === "SITE_KEY" ? "site.json" : "session.json";
      return String(JSON.parse(readFileSync(join(studio.directory, file), "utf8"))[name]);
    },
  } as Studio;

  beforeAll(async () => {
    if (timeScale) own = await startPlace(timeScale);
    const place = own?.answer ?? (await askAt<LaptopPlace>(inject("testLaptopUrl"), "The tests' laptop"));
    Object.assign(studio, place, { browser: await sharedBrowser() });
  }, 600_000);

  afterAll(async () => {
    for (const context of studio.browser?.contexts() ?? []) await context.close();
    await own?.stop();
  });
  return studio;
}
