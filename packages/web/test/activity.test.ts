import type { Operator } from "@vixen/local/laptop/operator.ts";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { findingsOf, openPage, overflowOf } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { startStudio } from "./studio.ts";

// Slow enough that a setup is still there to be looked at in a second browser.
const studio = startStudio({ timeScale: 10 });
const person = { name: "Demo", email: "live@studio.example", password: "quiet-ember-1815" };
const persona = {
  name: "Alba Rivas",
  niche: "trail running",
  style: "natural light, linen",
  language: "es",
  city: "Valencia, Spain",
  age: 27,
  preset: "fast",
  seed: 1,
};
let operator: Operator;
/** An account may be signed in to ten times in a quarter of an hour, which is a minute and a half here. */
let session: State;

beforeAll(async () => {
  operator = await studio.operator(person);
  session = await studio.session(person);
});

async function signedIn(options: Parameters<typeof openPage>[1] = {}) {
  const opened = await openPage(studio.browser, { storageState: session, ...options });
  await opened.page.goto(studio.site);
  await opened.page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  return opened;
}

/** Paths of the API that the page asked from now on, and how many of them have no answer yet. */
function requestsOf(page: Page) {
  const paths: string[] = [];
  const open = new Set<unknown>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith("/api/v1/")) return;
    paths.push(pathname);
    open.add(request);
  });
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  return { paths, open };
}

/** Lets a minute pass on the page, second by second, waiting for each answer. */
async function minutePasses(page: Page, { paths, open }: ReturnType<typeof requestsOf>): Promise<string[]> {
  paths.length = 0;
  for (let second = 0; second < 60; second++) {
    await page.clock.runFor(1_000);
    await expect.poll(() => open.size).toBe(0);
  }
  return [...paths];
}

const hide = (page: Page, isHidden: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { configurable: true, value });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);

test("an idle page asks one thing, at most four times a minute, and a hidden one asks nothing", async () => {
  const { page, context } = await openPage(studio.browser, { storageState: session });
  await page.clock.install();
  await page.goto(studio.site);
  await page.getByRole("link", { name: "New avatar" }).waitFor();
  await page.getByRole("button", { name: /^Sandbox/ }).waitFor();
  await page.clock.pauseAt(Date.now() + 3_600_000);
  const requests = requestsOf(page);
  const asked = await minutePasses(page, requests);
  // An answer takes real time while the page's seconds fly; the exact pace is the poller's own test.
  expect(asked.length).toBeLessThanOrEqual(4);
  expect(asked.filter((path) => path !== "/api/v1/activity")).toEqual([]);
  await hide(page, true);
  expect(await minutePasses(page, requests)).toEqual([]);
  await hide(page, false);
  await expect.poll(() => requests.paths, { timeout: 15_000 }).toContain("/api/v1/activity");
  await context.close();
}, 120_000);

test("what one browser starts, another sees run, through a reload; it is canceled from the list and told once", async () => {
  const desk = await signedIn();
  const phone = await signedIn({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const { id } = await operator.post<{ id: string }>("/avatars", { ...persona, isAutomatic: true });
  await operator.post(`/avatars/${id}/candidates`);

  for (const { page } of [desk, phone]) {
    await page.reload();
    const runs = page.getByRole("main").getByRole("link", { name: /Setup of Alba Rivas/ });
    await runs.getByText(/[1-9]\d* of 70 pictures/).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Running 1 job" }).waitFor();
  }
  await operator.post("/avatars", { ...persona, name: "Mara Soto" });
  const only = async (name: string) => {
    await phone.page.getByRole("button", { name: /^Filter by avatar/ }).click();
    await phone.page.getByRole("option", { name }).first().click();
  };
  await only("Mara Soto");
  await phone.page.getByText("Nothing of this avatar is running.").waitFor();
  await phone.page.getByText("Make faces for Mara Soto").waitFor();
  await only("Alba Rivas");
  await phone.page
    .getByRole("main")
    .getByRole("link", { name: /Setup of Alba Rivas/ })
    .waitFor();
  expect(await phone.page.getByText("Make faces for Mara Soto").count()).toBe(0);
  await phone.page.reload();
  await phone.page.getByRole("button", { name: "Running 1 job" }).click();
  const list = phone.page.getByRole("dialog", { name: "Running" });
  await list.getByRole("progressbar", { name: "Setup of Alba Rivas" }).waitFor();
  expect({ findings: await findingsOf(phone.page), overflow: await overflowOf(phone.page) }).toEqual({
    findings: [],
    overflow: 0,
  });
  await list.getByRole("button", { name: "Cancel setup of Alba Rivas" }).click();
  await phone.page
    .getByRole("dialog", { name: "Cancel the setup?" })
    .getByRole("button", { name: "Cancel setup" })
    .click();
  await desk.page.getByRole("button", { name: "Running no jobs" }).waitFor();
  await desk.page.getByText("Nothing is running.").waitFor();
  expect([...desk.complaints, ...phone.complaints]).toEqual([]);

  await operator.post(`/avatars/${id}/retry`);
  for (const { page } of [desk, phone]) {
    await page.getByRole("button", { name: "Notices 1 new" }).waitFor({ timeout: 120_000 });
  }
  await desk.page.getByRole("button", { name: "Notices 1 new" }).click();
  const notices = desk.page.getByRole("dialog", { name: "Notices" });
  await notices.getByText("Alba Rivas is ready to produce").waitFor();
  expect(await findingsOf(desk.page)).toEqual([]);
  // Read on the desk is read on the phone.
  await phone.page.getByRole("button", { name: "Notices none new" }).waitFor({ timeout: 30_000 });
  await notices.getByRole("link", { name: /is ready to produce/ }).click();
  await desk.page.getByRole("heading", { name: "Alba Rivas", level: 1 }).waitFor();
  for (const { context } of [desk, phone]) await context.close();
}, 300_000);

test("says that there is no connection, and says no more once there is", async () => {
  const { page, context } = await signedIn();
  // Comes with the first answer of the poll: until then the page's own scripts may still be on their way.
  await page.getByRole("button", { name: /^Sandbox/ }).waitFor();
  await context.setOffline(true);
  await page.getByText("There is no connection.").waitFor();
  await context.setOffline(false);
  await page.getByText("There is no connection.").waitFor({ state: "detached" });
  await context.close();
});

test("says so as well when an answer that was on its way arrives after the connection went", async () => {
  const { page, context } = await signedIn();
  await page.getByRole("button", { name: /^Sandbox/ }).waitFor();
  const [isHeld, isOffline] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route(
    "**/api/v1/activity*",
    async (route) => {
      const response = await route.fetch();
      isHeld.resolve();
      await isOffline.promise;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  // Has the page ask now rather than in a quarter of a minute.
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await isHeld.promise;
  await context.setOffline(true);
  // A browser that had no other network to begin with tells of none that goes.
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await page.getByText("There is no connection.").waitFor();
  const arrived = page.waitForResponse("**/api/v1/activity*");
  isOffline.resolve();
  await arrived;
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  expect(await page.getByText("There is no connection.").isVisible()).toBe(true);
  await context.close();
});

test("asks the product's own server whether there is a connection, and not the browser", async () => {
  const { page, context } = await openPage(studio.browser, { storageState: session });
  // As on a machine without a network that serves itself.
  await page.addInitScript(() => Object.defineProperty(navigator, "onLine", { get: () => false }));
  await page.goto(studio.site);
  await page.getByRole("button", { name: /^Sandbox/ }).waitFor();
  expect(await page.getByText("There is no connection.").count()).toBe(0);
  const isAsked = Promise.withResolvers<void>();
  await page.route("**/api/v1/activity*", async (route) => {
    await isAsked.promise;
    await route.continue();
  });
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await page.getByText("There is no connection.").waitFor();
  isAsked.resolve();
  // No browser says here that there is a network again.
  await page.getByText("There is no connection.").waitFor({ state: "detached", timeout: 10_000 });
  await context.close();
});

test("names the providers that are simulated", async () => {
  const { page, context } = await signedIn();
  await page.getByRole("button", { name: /^Sandbox/ }).click();
  for (const name of ["OpenAI", "Replicate", "Amazon Rekognition"]) await page.getByText(name).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await context.close();
});

test("a deletion is watched from the list of what runs, through a reload, to the notice of its end", async () => {
  const { id } = await operator.post<{ id: string }>("/avatars", { ...persona, name: "Vera Okafor" });
  await operator.delete(`/avatars/${id}`);
  // It lasts some 20 s here: the tab's first poll has to know of it, for the next one may be 15 s away.
  const { page, context, complaints } = await signedIn();
  const running = page.getByRole("button", { name: /^Running [1-9]/ });
  await running.click();
  await page
    .getByRole("dialog", { name: "Running" })
    .getByRole("link", { name: /^Deleting an avatar/ })
    .click();
  await page.getByRole("heading", { name: "Deletion of an avatar", level: 1 }).waitFor();
  await page.reload();
  const receipt = page.getByRole("list", { name: "What is deleted" });
  await receipt.getByText("Being deleted").waitFor();
  await page.getByText("Everything of this avatar is gone.").waitFor({ timeout: 120_000 });
  await receipt.getByText("Being deleted").waitFor({ state: "detached" });
  await page.goto(studio.site);
  await page.getByRole("button", { name: /^Notices/ }).click();
  await page.getByRole("link", { name: /^All of a deleted avatar is gone/ }).click();
  await page.getByText("Everything of this avatar is gone.").waitFor();
  expect(page.url()).toContain(`/avatars/${id}/removal`);
  expect(complaints).toEqual([]);
  await context.close();
}, 240_000);
