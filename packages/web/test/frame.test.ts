import { seal } from "@vixen/core/user/client-address.ts";
import { decode, encode } from "next-auth/jwt";
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { findingsOf, openPage, overflowOf } from "./browser.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@frame.example", password: "quiet-ember-1815" };
const cookieName = "next-auth.session-token";
let session: Awaited<ReturnType<BrowserContext["storageState"]>>;
let avatars: { id: string; name: string }[];

/** A page of its own with a session of its own; an account may be signed in to ten times in a quarter of an hour. */
async function signedInAs(who: Person, options: Parameters<typeof openPage>[1] = {}) {
  const opened = await openPage(studio.browser, options);
  await opened.page.goto(`${studio.site}/sign-in`);
  await studio.signIn(opened.page, who);
  await opened.page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  return opened;
}

/** A page of its own with the session that the tests share. */
async function signedIn() {
  const opened = await openPage(studio.browser, { storageState: session });
  await opened.page.goto(studio.site);
  await opened.page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  return opened;
}

/** Somebody else with an account. */
async function another(email: string): Promise<Person> {
  const other = { name: "Demo", email, password: person.password };
  await studio.operator(other);
  return other;
}

const inRail = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name });
const palette = (page: Page) => page.getByRole("combobox", { name: "Search or go to…" });

/** Changes what the sealed cookie says, as time would. */
async function changeSession(context: BrowserContext, change: Record<string, unknown>): Promise<void> {
  const secret = studio.secret("NEXTAUTH_SECRET");
  const cookie = (await context.cookies()).find(({ name }) => name === cookieName);
  const token = await decode({ token: cookie?.value ?? "", secret });
  const value = await encode({ token: { ...token, ...change }, secret });
  await context.addCookies([{ name: cookieName, value, url: studio.site }]);
}

const expired = { expiresAt: Date.now() - 1_000 };

beforeAll(async () => {
  const operator = await studio.operator(person);
  const make = (name: string) =>
    operator.post<{ id: string; name: string }>("/avatars", {
      ...{ name, niche: "trail running", style: "linen", city: "Valencia, Spain", age: 27, seed: 1 },
    });
  avatars = [await make("Alba"), await make("<img src=x onerror=alert(1)>")];
  const { context } = await signedInAs(person);
  session = await context.storageState();
  await context.close();
}, 120_000);

describe("the frame", () => {
  test("goes anywhere and does anything by typing its name", async () => {
    const { page, context, complaints } = await signedIn();
    await page.keyboard.press("Control+k");
    await palette(page).fill("lib");
    await page.getByRole("option", { name: "Library" }).waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Library", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Search or go to…" }).click();
    await palette(page).fill("onerror");
    await page.getByRole("option", { name: "<img src=x onerror=alert(1)>" }).click();
    await page.waitForURL(`**/avatars/${avatars[1]?.id}*`);
    await page.keyboard.press("Control+k");
    await palette(page).fill("nothing at all");
    await page.getByText("Nothing has that name.").waitFor();
    await page.keyboard.press("Escape");
    await palette(page).waitFor({ state: "hidden" });
    await page.keyboard.press("Meta+k");
    await palette(page).fill("keyboard");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("filters by avatar, in the address, and remembers the choice", async () => {
    const { page, context } = await signedIn();
    await page.getByRole("button", { name: "Filter by avatar: All avatars" }).click();
    await page.getByRole("option", { name: "Alba" }).click();
    await page.waitForURL(`**/?avatar=${avatars[0]?.id}`);
    await page.getByRole("button", { name: "Filter by avatar: Alba" }).waitFor();
    await inRail(page, "Costs").click();
    await page.waitForURL(`**/costs?avatar=${avatars[0]?.id}`);
    await inRail(page, "Avatars").click();
    await page.getByRole("heading", { name: "Avatars", level: 1 }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Filter by avatar: Alba" }).waitFor();
    await inRail(page, "Library").click();
    await page.waitForURL(`**/library?avatar=${avatars[0]?.id}`);
    await page.getByRole("button", { name: "Filter by avatar: Alba" }).click();
    await page.getByRole("option", { name: "All avatars" }).click();
    await page.waitForURL(/\/library$/);
    await context.close();
  });

  test("narrows its rail and stays so; on a phone the rail is at the bottom", async () => {
    const { page, context } = await signedIn();
    const rail = page.getByRole("navigation", { name: "Sections" });
    const width = async () => (await rail.boundingBox())?.width ?? 0;
    const wide = await width();
    await page.getByRole("button", { name: "Narrow the menu" }).click();
    await expect.poll(width).toBeLessThan(wide / 2);
    await page.reload();
    expect(await width()).toBeLessThan(wide / 2);
    await inRail(page, "Library").click();
    await page.getByRole("heading", { name: "Library", level: 1 }).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    const box = await rail.boundingBox();
    expect([box?.x, box?.width, (box?.y ?? 0) + (box?.height ?? 0)]).toEqual([0, 390, 844]);
    expect(await overflowOf(page)).toBe(0);
    await context.close();
  });

  test("is walked by keyboard: the first stop skips to the content, and each stop is seen", async () => {
    const { page, context } = await signedIn();
    await page.goto(studio.site);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(await skip.evaluate((link) => link.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
    for (let stop = 0; stop < 8; stop++) {
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement ?? document.body);
        return `${style.outlineStyle} ${style.outlineWidth}`;
      });
      expect(outline).toBe("solid 2px");
    }
    await skip.focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
    await context.close();
  });

  test("says so where nothing is, inside and outside", async () => {
    const { page, context } = await signedIn();
    for (const path of ["/nowhere", "/avatars/avt_00000000000000000000000000", "/batches/nonsense"]) {
      await page.goto(studio.site + path);
      await page.getByRole("link", { name: "Go to Today" }).waitFor();
    }
    await context.close();
  });
});

describe("the account", () => {
  test("is the same in a second browser: name, language, theme, zone", async () => {
    const first = await signedIn();
    const second = await signedIn();
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
    await second.page.getByRole("button", { name: `Tu cuenta: ${person.name}` }).click();
    const menu = second.page.getByRole("dialog", { name: "Tu cuenta" });
    await menu.getByLabel("Idioma").selectOption("en");
    await second.page.getByRole("heading", { name: "Your account" }).waitFor();
    await first.page.reload();
    await first.page.getByRole("heading", { name: "Your account" }).waitFor();
    await first.context.close();
    await second.context.close();
  });

  test("gets another password, which ends the other browser's session and not this one", async () => {
    const other = await another("eva@frame.example");
    const [here, there] = [await signedInAs(other), await signedInAs(other)];
    await here.page.goto(`${studio.site}/account`);
    const form = here.page.getByRole("region", { name: "Password" });
    await form.getByLabel("Password", { exact: true }).fill("not-the-password");
    await form.getByLabel("New password").fill("short");
    await form.getByRole("button", { name: "Change password" }).click();
    await form.getByText("Use at least 10 characters and at most 72.").waitFor();
    await form.getByLabel("New password").fill("loud-ember-1852");
    await form.getByRole("button", { name: "Change password" }).click();
    await form.getByText("This is not your present password. Type it again.").first().waitFor();
    await form.getByLabel("Password", { exact: true }).fill(other.password);
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

describe("a session", () => {
  test("survives requests of two tabs that refresh it at the same moment, and the next refresh too", async () => {
    const { page, context } = await signedInAs(person);
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
    const { page, context } = await signedIn();
    await page.goto(`${studio.site}/account`);
    await page.getByLabel("Your name").fill("Ada Lovelace");
    // Ended from elsewhere, with a token that this browser cannot trade any more.
    await context.clearCookies({ name: cookieName });
    await page.getByRole("button", { name: "Save" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Your session has ended" });
    await dialog.getByLabel("Password").fill("not-the-password");
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.getByText("The address or the password is wrong.").waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await dialog.getByLabel("Password").fill(person.password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await page.getByLabel("Your name").inputValue()).toBe("Ada Lovelace");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.reload();
    expect(await page.getByLabel("Your name").inputValue()).toBe("Ada Lovelace");
    await page.getByLabel("Your name").fill(person.name);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await context.close();
  });

  test("that is signed out leaves nothing behind: neither a page, nor an answer, nor the way back", async () => {
    const { page, context } = await signedInAs(await another("out@frame.example"));
    await page.goto(`${studio.site}/avatars`);
    await page.getByRole("button", { name: `Your account: ${person.name}` }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
    expect(await page.evaluate(() => fetch("/api/v1/avatars").then(({ status }) => status))).toBe(401);
    await page.goBack();
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
    expect((await context.cookies()).filter(({ name }) => name === cookieName)).toEqual([]);
    await context.close();
  });
});

describe("the walls", () => {
  const json = { "content-type": "application/json" };

  test("a page of another origin writes nothing, whatever it knows", async () => {
    const { page, context } = await signedIn();
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const patch = (headers: Record<string, string>) =>
      fetch(`${studio.site}/api/v1/auth/me`, {
        method: "PATCH",
        headers: { ...json, cookie, ...headers },
        body: JSON.stringify({ name: "Mallory" }),
      });
    for (const site of ["cross-site", "same-site"])
      expect((await patch({ "sec-fetch-site": site })).status).toBe(403);
    const form = await fetch(`${studio.site}/api/v1/auth/me`, {
      method: "POST",
      headers: {
        cookie,
        "content-type": "application/x-www-form-urlencoded",
        origin: "https://evil.example",
      },
      body: "name=Mallory",
    });
    expect(form.status).toBe(403);
    expect((await patch({ origin: "https://evil.example" })).status).toBe(403);
    // NextAuth's own posts carry a token that another origin cannot read.
    const out = await fetch(`${studio.site}/api/auth/signout`, {
      method: "POST",
      headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
      body: "csrfToken=forged",
      redirect: "manual",
    });
    expect(out.headers.get("set-cookie") ?? "").not.toMatch(/session-token=;/);
    await page.reload();
    await page.getByRole("button", { name: `Your account: ${person.name}` }).waitFor();
    await context.close();
  });

  test("the session's cookie is out of scripts' reach and of other sites'", async () => {
    const { page, context } = await signedIn();
    const cookie = (await context.cookies()).find(({ name }) => name === cookieName);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    expect(await page.evaluate(() => document.cookie)).not.toContain("session-token");
    const session = await page.evaluate(() => fetch("/api/auth/session").then((answer) => answer.text()));
    expect(session).not.toMatch(/accessToken|refreshToken|eyJ/);
    await context.close();
  });

  test.each(["/sign-in", "/", "/nowhere"])("%s carries the headers that keep it to itself", async (path) => {
    const { headers } = await fetch(studio.site + path, { redirect: "manual" });
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toMatch(/script-src[^;]*'nonce-/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("strict-transport-security")).toContain("max-age=");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  test("a script without the nonce does not run", async () => {
    const { page, context } = await signedIn();
    const ran = await page.evaluate(async () => {
      const script = document.createElement("div");
      script.innerHTML = "<img src=x onerror='window.isHurt = true'>";
      document.body.append(script);
      await new Promise((done) => setTimeout(done, 300));
      return "isHurt" in window;
    });
    expect(ran).toBe(false);
    await context.close();
  });

  test("what a persona is called is text on every page that names it", async () => {
    const { page, context } = await signedIn();
    let isHurt = false;
    page.on("dialog", (dialog) => {
      isHurt = true;
      void dialog.dismiss();
    });
    for (const path of ["/", "/avatars", `/avatars/${avatars[1]?.id}`, "/costs"]) {
      await page.goto(studio.site + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(await page.locator("img[src='x'], [onerror]").count(), path).toBe(0);
    }
    expect(isHurt).toBe(false);
    await context.close();
  });

  test("the API believes the site alone about where a browser is", async () => {
    const other = await another("address@frame.example");
    const signIn = async (header: string) => {
      const headers = { ...json, "x-site-client": header };
      const { email, password } = other;
      const api = `${studio.api}/api/v1/auth`;
      const body = JSON.stringify({ email, password });
      const answer = await fetch(`${api}/sign-in`, { method: "POST", headers, body });
      const { accessToken } = (await answer.json()) as { accessToken: string };
      const sessions = await fetch(`${api}/sessions`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      const { items } = (await sessions.json()) as { items: { address: string; isCurrent: boolean }[] };
      return items.find(({ isCurrent }) => isCurrent)?.address;
    };
    expect(await signIn(seal("203.0.113.7", studio.secret("SITE_KEY")))).toBe("203.0.113.7");
    expect(await signIn(seal("203.0.113.7", "a guessed key"))).not.toBe("203.0.113.7");
    // A browser that writes the site's own header is written over.
    const { page, context } = await signedInAs(other, {
      extraHTTPHeaders: { "x-viewer-address": "203.0.113.8" },
    });
    await page.goto(`${studio.site}/account`);
    await page.getByRole("heading", { name: "Open sessions" }).waitFor();
    expect(await page.getByText("203.0.113.8").count()).toBe(0);
    await context.close();
  });
});
