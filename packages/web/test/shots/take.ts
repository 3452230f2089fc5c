import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "@vixen/local/laptop/workspace.ts";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../launch.ts";
import { addressOf, openPages, studioPages } from "./pages.ts";
import { type State, signedIn } from "./session.ts";

export const sizes = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } };
export const themes = ["light", "dark"] as const;
export const languages = ["es", "en"] as const;
export const pageNames = [...Object.keys(openPages), ...Object.keys(studioPages)];

export type Wanted = {
  pages: string[];
  sizes: (keyof typeof sizes)[];
  themes: (typeof themes)[number][];
  languages: (typeof languages)[number][];
};
type Look = { language: string; theme: "light" | "dark"; size: keyof typeof sizes };

/** Takes a picture of each wanted page in each wanted way, named `page.language.theme.width.png`. */
export async function takeShots(
  site: string,
  ids: Workspace,
  directory: string,
  wanted: Wanted,
  onShot: (file: string) => void,
): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const browser = await openBrowser();
  try {
    const looks: Look[] = wanted.languages.flatMap((language) =>
      wanted.themes.flatMap((theme) => wanted.sizes.map((size) => ({ language, theme, size }))),
    );
    const session = await signedIn(browser, site);
    let language: string | undefined;
    for (const look of looks) {
      if (look.language !== language) await speak(browser, site, session, look.language);
      language = look.language;
      for (const [pages, state] of [[openPages], [studioPages, session]] as const) {
        const names = Object.keys(pages).filter((name) => wanted.pages.includes(name));
        if (names.length === 0) continue;
        const context = await contextOf(browser, site, look, state);
        const page = await context.newPage();
        for (const name of names) {
          const file = `${name}.${look.language}.${look.theme}.${look.size}.png`;
          await settle(page, site + addressOf(pages[name] ?? "/", ids));
          await page.screenshot({ path: join(directory, file), fullPage: true });
          onShot(file);
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
}

/** Has the account's pages in a language: it counts for more than what the browser asks for. */
async function speak(browser: Browser, site: string, session: State, language: string): Promise<void> {
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

/** A browser of the look's language, theme and width, signed in where there is a session. */
async function contextOf(browser: Browser, site: string, look: Look, state?: State): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: sizes[look.size],
    colorScheme: look.theme,
    reducedMotion: "reduce",
    ...(state ? { storageState: state } : {}),
  });
  await context.addCookies([
    { name: "language", value: look.language, url: site },
    { name: "theme", value: look.theme, url: site },
  ]);
  return context;
}

/** Run in the page, as text: this file is also a script's, which knows no `document`. */
const picturesAreThere = `(async () => {
  await document.fonts.ready;
  const pictures = [...document.images];
  for (const picture of pictures) picture.loading = "eager";
  const deadline = new Promise((resolve) => setTimeout(resolve, 5000));
  await Promise.race([deadline, Promise.all(pictures.map((picture) => picture.decode().catch(() => {})))]);
})()`;

/** Waits until what can be seen is there: the fonts, and the pictures down to the page's end. */
async function settle(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: "load" });
  await page.evaluate(picturesAreThere);
  // What is polled for once and what appears after 200 ms.
  await page.waitForTimeout(400);
}
