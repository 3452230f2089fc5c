import { globSync } from "node:fs";
import { join } from "node:path";
import { produceBatch, setUpAvatar } from "@vixen/local/laptop/main-job.ts";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { faultsOf, openPage } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@pages.example", password: "quiet-ember-1815" };

/** Each page of the app folder with the addresses at which it is looked at; a new page needs a line here. */
const strangers: Record<string, string[]> = {
  "/sign-in": ["/sign-in", "/sign-in?reason=signed_out", "/sign-in?reason=password_saved"],
  "/sign-up": ["/sign-up"],
  "/forgot-password": ["/forgot-password"],
  "/confirm": ["/confirm?token=x", "/confirm"],
  "/reset-password": ["/reset-password?token=x", "/reset-password"],
};
const studios: Record<string, (ids: { avatarId: string; batchId: string }) => string[]> = {
  "/": () => ["/"],
  "/account": () => ["/account"],
  "/avatars": () => ["/avatars"],
  "/avatars/new": () => ["/avatars/new"],
  "/avatars/[avatarId]": ({ avatarId }) =>
    ["", "setup", "identity", "dataset", "model", "content", "costs", "safety"].map(
      (tab) => `/avatars/${avatarId}${tab && `?tab=${tab}`}`,
    ),
  "/batches/[batchId]": ({ batchId }) => [`/batches/${batchId}`],
  "/costs": ({ avatarId }) => ["/costs", `/costs?avatar=${avatarId}`],
  "/costs/entries": ({ avatarId }) => ["/costs/entries", `/costs/entries?avatar=${avatarId}`],
  "/costs/unanswered": () => ["/costs/unanswered"],
  "/library/review": () => ["/library/review"],
  "/library": ({ avatarId }) => ["/library", `/library?avatar=${avatarId}`],
};

let session: State;
let ids: { avatarId: string; batchId: string };

beforeAll(async () => {
  const operator = await studio.operator(person);
  const { id: avatarId } = await setUpAvatar(operator, 1, () => undefined);
  const { id: batchId } = await produceBatch(operator, avatarId, { count: 3, seed: 1 }, () => undefined);
  ids = { avatarId, batchId };
  session = await studio.session(person);
}, 240_000);

test("every page of the app folder is looked at here", () => {
  const app = join(import.meta.dirname, "../src/app");
  const routes = globSync("**/page.tsx", { cwd: app }).map(
    (file) =>
      `/${file
        .split("/")
        .slice(0, -1)
        .filter((part) => !part.startsWith("("))
        .join("/")}`,
  );
  expect(routes.toSorted()).toEqual([...Object.keys(strangers), ...Object.keys(studios)].toSorted());
});

async function look(page: Page, path: string): Promise<string[]> {
  await page.goto(studio.site + path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  return (await faultsOf(page)).map((fault) => `${path}: ${fault}`);
}

test.each([
  ["a stranger sees", () => [...Object.values(strangers).flat(), "/nowhere"], () => []],
  [
    "an operator sees",
    () => [...Object.values(studios).flatMap((addresses) => addresses(ids)), "/batches/nowhere"],
    () => session.cookies,
  ],
])(
  "no page that %s has an accessibility finding, overflows or breaks the content policy, in either theme",
  async (_who, paths, cookies) => {
    const { page, context, complaints } = await openPage(studio.browser, {});
    await context.addCookies(cookies());
    const found = [];
    for (const path of paths()) found.push(...(await look(page, path)));
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  },
  240_000,
);

test("a double click, a lost answer and the way back never start a batch twice", async () => {
  const { page, context } = await openPage(studio.browser, { storageState: session });
  const operator = await studio.operator(person);
  const batches = async () =>
    (await operator.get<{ items: unknown[] }>(`/content/batches?avatarId=${ids.avatarId}`)).items.length;
  const before = await batches();
  const form = `${studio.site}/avatars/${ids.avatarId}?tab=content`;
  await page.goto(
    `${studio.site}/sign-in?next=${encodeURIComponent(`/avatars/${ids.avatarId}?tab=content`)}`,
  );
  await studio.signIn(page, person);
  const start = page.getByRole("button", { name: "Start a batch" });
  await page.getByLabel("Pieces").fill("1");
  await start.dblclick();
  await page.waitForURL("**/batches/**");
  expect(await batches()).toBe(before + 1);
  await page.goBack();
  await start.waitFor();
  await page.goForward();
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await batches()).toBe(before + 1);

  // The API did its part, and the answer was lost on its way: the second try is the same request.
  await page.goto(form);
  await page.getByLabel("Pieces").fill("2");
  await page.route(
    "**/api/v1/content/batches",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await start.click();
  await page.getByText("There is no connection right now.", { exact: false }).waitFor();
  expect(await page.getByLabel("Pieces").inputValue()).toBe("2");
  await start.click();
  await page.waitForURL("**/batches/**");
  expect(await batches()).toBe(before + 2);
  await context.close();
});
