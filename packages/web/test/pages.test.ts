import { produceBatch, setUpAvatar } from "@vixen/local/laptop/main-job.ts";
import { putSetupState, type SetupState } from "@vixen/local/laptop/setup-state.ts";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { loadOf } from "./bench/load.ts";
import { faultsOf, openPage, wordFaultsOf } from "./browser.ts";
import { appRoutes } from "./shots/app-routes.ts";
import { hydrated } from "./shots/hydrated.ts";
import { statePages } from "./shots/pages.ts";
import { type State, speak } from "./shots/session.ts";
import { inState, type StateName } from "./shots/states.ts";
import { type Person, startStudio } from "./studio.ts";
import type { Language } from "./words.ts";

const studio = startStudio();
const person: Person = { name: "Demo", email: "ada@pages.example", password: "quiet-ember-1815" };

type Ids = Record<"avatarId" | "batchId" | "draftId" | "facelessId" | "choosingId" | "removedId", string>;

/** Each page of the app folder with the addresses at which it is looked at; a new page needs a line here. */
const strangers: Record<string, string[]> = {
  "/sign-in": ["/sign-in", "/sign-in?reason=signed_out", "/sign-in?reason=password_saved"],
  "/sign-up": ["/sign-up"],
  "/forgot-password": ["/forgot-password"],
  "/confirm": ["/confirm?token=x", "/confirm"],
  "/reset-password": ["/reset-password?token=x", "/reset-password"],
};
const studios: Record<string, (ids: Ids) => string[]> = {
  "/": ({ avatarId }) => ["/", `/?avatar=${avatarId}`],
  "/account": () => ["/account"],
  "/avatars": () => ["/avatars", "/avatars?status=archived"],
  "/avatars/new": ({ draftId, choosingId }) => [
    "/avatars/new",
    ...["character", "place"].map((step) => `/avatars/new?draft=${draftId}&step=${step}`),
    ...["look", "options"].map((step) => `/avatars/new?avatar=${choosingId}&step=${step}`),
  ],
  "/avatars/[avatarId]": ({ avatarId, facelessId, choosingId }) => [
    `/avatars/${facelessId}`,
    `/avatars/${choosingId}`,
    ...["", "setup", "identity", "dataset", "model", "content", "costs", "safety"].map(
      (tab) => `/avatars/${avatarId}${tab && `?tab=${tab}`}`,
    ),
  ],
  "/avatars/[avatarId]/removal": ({ removedId }) => [`/avatars/${removedId}/removal`],
  "/batches/[batchId]": ({ batchId }) => [`/batches/${batchId}`],
  "/costs": ({ avatarId }) => ["/costs", `/costs?avatar=${avatarId}`],
  "/costs/entries": ({ avatarId }) => ["/costs/entries", `/costs/entries?avatar=${avatarId}`],
  "/costs/unanswered": () => ["/costs/unanswered"],
  "/library/review": () => ["/library/review", "/library/review?status=ready"],
  "/library": ({ avatarId }) => ["/library", `/library?avatar=${avatarId}`],
};
/** Tabs at which an avatar is looked at while it is in a state that passes. */
const setupStates: [SetupState, string[]][] = [
  ["training", ["setup"]],
  ["review", ["setup", "dataset"]],
  ["failed", ["setup"]],
  ["timedOut", ["setup"]],
  ["archived", ["setup"]],
];

let session: State;
let ids: Ids;

beforeAll(async () => {
  const operator = await studio.operator(person);
  const { id: avatarId } = await setUpAvatar(operator, 1, () => undefined);
  const { id: batchId } = await produceBatch(operator, avatarId, { count: 3, seed: 1 }, () => undefined);
  const persona = {
    name: "Mara",
    niche: "clay",
    style: "soft light",
    city: "Valencia, Spain",
    age: 31,
    seed: 2,
  };
  const [faceless, choosing] = [
    await operator.post<{ id: string }>("/avatars", persona),
    await operator.post<{ id: string }>("/avatars", { ...persona, name: "Nico", candidateCount: 1 }),
  ];
  await operator.post(`/avatars/${choosing.id}/candidates`);
  const removed = await operator.post<{ id: string }>("/avatars", { ...persona, name: "Vera" });
  await operator.delete(`/avatars/${removed.id}`);
  const draft = await operator.post<{ id: string }>("/avatars/drafts", {
    step: "place",
    fields: { name: "Teo", age: 41, niche: "plants" },
  });
  const made = { draftId: draft.id, facelessId: faceless.id, choosingId: choosing.id, removedId: removed.id };
  ids = { avatarId, batchId, ...made };
  session = await studio.session(person);
}, 240_000);

test("a setup that ran out of time stands as failed, says so in words, and nothing of it still runs", async () => {
  await speak(studio.browser, studio.site, session, "en");
  await putSetupState(studio.databaseAdminUrl, ids.avatarId, "timedOut");
  const { page, context } = await openPage(studio.browser, { storageState: session });
  await page.goto(`${studio.site}/avatars/${ids.avatarId}`);
  const step = page.getByRole("listitem").filter({ hasText: "This step took too long and was stopped." });
  await step.getByText("Failed").waitFor();
  await step.getByRole("button", { name: "Retry from here" }).waitFor();
  expect(await page.getByRole("progressbar").count()).toBe(0);
  await putSetupState(studio.databaseAdminUrl, ids.avatarId, "ready");
  await context.close();
});

test("every page of the app folder is looked at here", () => {
  expect(appRoutes()).toEqual([...Object.keys(strangers), ...Object.keys(studios)].toSorted());
});

type Look = (page: Page) => Promise<string[]>;
const looks: [string, Language, Look][] = [
  ["in English, at both widths and in both themes", "en", faultsOf],
  ["in Spanish, on a phone", "es", wordFaultsOf],
];

async function look(page: Page, path: string, faults: Look): Promise<string[]> {
  await page.goto(studio.site + path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  return (await faults(page)).map((fault) => `${path}: ${fault}`);
}

test.each(looks)(
  "no page before signing in has an accessibility finding, overflows or breaks the content policy %s",
  async (_how, language, faults) => {
    const { page, context, complaints } = await openPage(studio.browser, { locale: language });
    const found = [];
    const paths = [...Object.values(strangers).flat(), "/nowhere"];
    for (const path of paths) found.push(...(await look(page, path, faults)));
    expect(found.join("\n")).toBe("");
    expect(complaints.join("\n")).toBe("");
    await context.close();
  },
  240_000,
);

test.each(looks)(
  "no page of the studio, in none of its states, has an accessibility finding, overflows or breaks the content policy %s",
  async (_how, language, faults) => {
    await speak(studio.browser, studio.site, session, language);
    await putSetupState(studio.databaseAdminUrl, ids.avatarId, "ready"); // as a first try need not have left it
    const { page, context, complaints } = await openPage(studio.browser, { storageState: session });
    const found: string[] = [];
    const paths = [...Object.values(studios).flatMap((addresses) => addresses(ids)), "/batches/nowhere"];
    for (const path of paths) found.push(...(await look(page, path, faults)));
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    for (const [state, tabs] of setupStates) {
      await putSetupState(studio.databaseAdminUrl, ids.avatarId, state);
      for (const tab of tabs) {
        const faultsHere = await look(page, `/avatars/${ids.avatarId}?tab=${tab}`, faults);
        found.push(...faultsHere.map((fault) => `${state} ${fault}`));
      }
    }
    await putSetupState(studio.databaseAdminUrl, ids.avatarId, "ready");
    const place = { ...studio, email: person.email };
    for (const [name, address] of Object.entries(statePages) as [StateName, string][]) {
      const open = () => page.goto(studio.site + address);
      const work = async () => {
        found.push(...(await faults(page)).map((fault) => `${name}: ${fault}`));
      };
      await inState(name, page, place, { open, work });
    }
    expect(found.join("\n")).toBe("");
    expect(complaints.join("\n")).toBe("");
    await context.close();
  },
  400_000,
);

test("no page has more than 190 kB of scripts come until it is idle, or another page before somebody reaches for it", async () => {
  // What is loaded with a tab or a list, and so is in no manifest of what the page starts with.
  const tabs = ["dataset", "costs"].map((tab) => `/avatars/${ids.avatarId}?tab=${tab}`);
  const paths = [...tabs, "/costs", "/library", `/batches/${ids.batchId}`];
  const heavy: string[] = [];
  for (const path of paths) {
    const { scriptBytes, pagesAhead } = await loadOf(studio.browser, studio.site + path, session);
    expect(pagesAhead).toEqual([]);
    expect(scriptBytes).toBeGreaterThan(100_000); // or nothing was weighed
    if (scriptBytes > 190_000) heavy.push(`${path}: ${scriptBytes}`);
  }
  expect(heavy).toEqual([]);
}, 120_000);

test("a double click, a lost answer and the way back never start a batch twice", async () => {
  await speak(studio.browser, studio.site, session, "en");
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
  await page.waitForURL("**/avatars/**");
  await hydrated(page);
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

test("what is wrong with a page is found: at both widths, in the dark alone, on a phone alone", async () => {
  const { page, context } = await openPage(studio.browser, {});
  await page.setContent(`<!doctype html><html lang="en"><head><title>Faults</title><style>
    @media (prefers-color-scheme: dark) { body { background: #222; color: #fff } p { color: #333 } }
    @media (max-width: 500px) { h2 { width: 600px } }
    </style></head><body><main><h1>Faults</h1><h2>Wide</h2><p>Faint</p><img src="data:,"></main></body></html>`);
  expect(await faultsOf(page)).toEqual([
    "desk, light: image-alt: img",
    "desk, dark: color-contrast: p",
    "phone, dark: color-contrast: p",
    "phone, dark: image-alt: img",
    expect.stringMatching(/^phone: \d+ px too wide$/),
  ]);
  expect(await wordFaultsOf(page)).toEqual([
    "image-alt: img",
    expect.stringMatching(/^phone: \d+ px too wide$/),
  ]);
  await context.close();
});
