import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Laptop, startLaptop } from "@vixen/local/laptop/laptop.ts";
import { Operator } from "@vixen/local/laptop/operator.ts";
import { readMails } from "@vixen/local/laptop/sandbox-client.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { buildAssembly } from "../../../scripts/build/build.ts";
import { openBrowser } from "./browser.ts";

export type Person = { name: string; email: string; password: string };

/** The site in its production build on a laptop of this test file's own, and a browser before it. */
export type Studio = {
  site: string;
  laptop: Laptop;
  browser: Browser;
  /** The path in the last mail's link. Its origin is where the site is deployed, not this run's port. */
  linkTo(person: Person): Promise<string>;
  /** Opens an account through the forms and the mail; ends on Today. */
  signUp(page: Page, person: Person): Promise<void>;
  /** Fills the form that the page shows. */
  signIn(page: Page, person: Person): Promise<void>;
  /** The person through the public API, who is called Demo there: for what a test needs to be there, not for what it tests. */
  operator(person: Person): Promise<Operator>;
  /** A key that the laptop made on its first start. */
  secret(name: "NEXTAUTH_SECRET" | "SITE_KEY"): string;
};

export function startStudio({ timeScale = 40 }: { timeScale?: number } = {}): Studio {
  const directory = mkdtempSync(join(tmpdir(), "vixen-web-"));
  const studio = {
    async linkTo({ email }: Person) {
      let link: string | undefined;
      await expect
        .poll(
          async () => {
            const mail = (await readMails(studio.laptop.sandboxUrl)).findLast(({ to }) => to === email);
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
      const operator = new Operator(() => studio.laptop.api);
      await operator.signIn({ email, password }, () => readMails(studio.laptop.sandboxUrl));
      return operator;
    },
    secret(name: "NEXTAUTH_SECRET" | "SITE_KEY") {
      const file = name === "SITE_KEY" ? "site.json" : "session.json";
      return String(JSON.parse(readFileSync(join(directory, file), "utf8"))[name]);
    },
  } as Studio;

  beforeAll(async () => {
    const { directory: assembly } = await buildAssembly();
    [studio.laptop, studio.browser] = await Promise.all([
      startLaptop({ directory, assembly, timeScale, webPort: 0 }),
      openBrowser(),
    ]);
    studio.site = studio.laptop.web ?? "";
  }, 600_000);

  afterAll(async () => {
    await studio.browser?.close();
    await studio.laptop?.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return studio;
}
