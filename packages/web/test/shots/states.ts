import { createId } from "@vixen/core/kit/id.ts";
import type { Page } from "playwright-core";
import postgres from "postgres";
import { hydrated } from "./hydrated.ts";

type Place = { site: string; databaseAdminUrl: string; email: string };
type State = {
  /** Before the page is loaded. What it answers is done once the page was looked at. */
  prepare?: (place: Place) => Promise<() => Promise<void>>;
  /** On the loaded page; what it answers is done afterwards. */
  enter?: (page: Page) => Promise<() => Promise<void>>;
};

/** Has the page look at once whether it is still connected and signed in, as it does when a connection comes back. */
const look = `window.dispatchEvent(new Event("online"))`;

const states = {
  error: {
    async prepare({ databaseAdminUrl, email }) {
      const sql = postgres(databaseAdminUrl, { max: 1, onnotice: () => {} });
      const id = createId("savedView");
      // A row that no code of ours would write, and that the API cannot read.
      await sql`
        insert into saved_views (id, owner_id, name, query)
        select ${id}, id, 'Broken', '5' from users where email = ${email}
      `;
      return async () => {
        await sql`delete from saved_views where id = ${id}`;
        await sql.end();
      };
    },
  },
  offline: {
    async enter(page) {
      await page.context().setOffline(true);
      await page.locator("[role=status] svg").first().waitFor();
      return () => page.context().setOffline(false);
    },
  },
  "sign-in-again": {
    async enter(page) {
      const cookies = await page.context().cookies();
      await page.context().clearCookies({ name: /session-token/ });
      await page.evaluate(look);
      await page.getByRole("alertdialog").waitFor();
      return () => page.context().addCookies(cookies);
    },
  },
} satisfies Record<string, State>;
export type StateName = keyof typeof states;

/** Loads a page by `open`, has it in a state while `work` looks at it, and leaves everything as it was. */
export async function inState(
  name: StateName,
  page: Page,
  place: Place,
  { open, work }: { open: () => Promise<unknown>; work: () => Promise<void> },
): Promise<void> {
  const { prepare, enter }: State = states[name];
  const undo = await prepare?.(place);
  try {
    await open();
    // Before that nobody listens for a connection that goes.
    await hydrated(page);
    const leave = await enter?.(page);
    try {
      await work();
    } finally {
      await leave?.();
    }
  } finally {
    await undo?.();
  }
}
