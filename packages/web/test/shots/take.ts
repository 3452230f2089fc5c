import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { demoLogin } from "@vixen/local/laptop/once.ts";
import type { Workspace } from "@vixen/local/laptop/workspace.ts";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../launch.ts";
import { type Address, addressOf, openPages, statePages, studioPages } from "./pages.ts";
import { type State, signedIn, speak } from "./session.ts";
import { inState, type StateName } from "./states.ts";

export const sizes = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } };
export const themes = ["light", "dark"] as const;
export const languages = ["es", "en"] as const;
export const pageNames = [openPages, studioPages, statePages].flatMap((pages) => Object.keys(pages));

export type Wanted = {
  pages: string[];
  sizes: (keyof typeof sizes)[];
  themes: (typeof themes)[number][];
  languages: (typeof languages)[number][];
};
type Look = { language: string; theme: "light" | "dark"; size: keyof typeof sizes };

/** Takes a picture of each wanted page in each wanted way, named `page.language.theme.width.png`. */
export async function takeShots(
  place: { site: string; databaseAdminUrl: string },
  ids: Workspace,
  directory: string,
  wanted: Wanted,
  onShot: (file: string) => void,
): Promise<void> {
  const { site } = place;
  const pages: Record<string, Address> = { ...openPages, ...studioPages, ...statePages };
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
      for (const [of, state] of [[openPages], [{ ...studioPages, ...statePages }, session]] as const) {
        const names = Object.keys(of).filter((name) => wanted.pages.includes(name));
        if (names.length === 0) continue;
        const context = await contextOf(browser, site, look, state);
        const page = await context.newPage();
        for (const name of names) {
          const file = `${name}.${look.language}.${look.theme}.${look.size}.png`;
          const open = () => page.goto(site + addressOf(pages[name] ?? "/", ids), { waitUntil: "load" });
          const work = async () => {
            await settle(page);
            await page.screenshot({ path: join(directory, file), fullPage: !isState(name) });
            onShot(file);
          };
          if (isState(name)) await inState(name, page, { ...place, email: demoLogin.email }, { open, work });
          else await open().then(work);
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
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

const isState = (name: string): name is StateName => name in statePages;

/** Waits until what can be seen is there: the fonts, and the pictures down to the page's end. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(picturesAreThere);
  // What is polled for once and what appears after 200 ms.
  await page.waitForTimeout(400);
}
