import type { Operator } from "@vixen/local/laptop/operator.ts";
import { seedLibrary } from "@vixen/local/testing/seed-library.ts";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll } from "vitest";
import { openPage } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { type Person, type Studio, startStudio } from "./studio.ts";

type Opened = Awaited<ReturnType<typeof openPage>>;

/** A studio with somebody who has a persona with 300 pieces in two batches, or as many as are asked for, and a session that the file's tests share. */
export function startWithLibrary(
  email: string,
  count = 300,
): Studio & {
  person: Person;
  /** The person through the public API: for what a test needs to be there, or somebody else does. */
  ada: Operator;
  avatarId: string;
  batchId: string;
  /** Another batch, which no test changes unless it says so. */
  quietBatchId: string;
  count: number;
  /** A browser of its own, signed in. */
  open(options?: BrowserContextOptions): Promise<Opened>;
} {
  const studio = startStudio();
  const person: Person = { name: "Demo", email, password: "quiet-ember-1815" };
  let session: State;
  const more = {
    person,
    count,
    ada: undefined as unknown as Operator,
    avatarId: "",
    batchId: "",
    quietBatchId: "",
    open: (options: BrowserContextOptions = {}) =>
      openPage(studio.browser, { storageState: session, ...options }),
  };
  const started = Object.assign(studio, more);

  beforeAll(async () => {
    started.ada = await studio.operator(person);
    const { avatarId, batchIds } = await seedLibrary(studio, person.email, count);
    Object.assign(started, { avatarId, batchId: batchIds[0] ?? "", quietBatchId: batchIds[1] ?? "" });
    session = await studio.session(person);
  }, 120_000);
  return started;
}

export async function openLibrary(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/library`);
  await page.getByRole("heading", { name: "Library", level: 1 }).waitFor();
}
