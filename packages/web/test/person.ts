import type { Browser } from "playwright-core";
import { beforeAll } from "vitest";
import { openPage } from "./browser.ts";
import type { State } from "./shots/session.ts";
import { type Person, type Studio, startStudio } from "./studio.ts";

type Options = Parameters<typeof openPage>[1];
type Opened = Awaited<ReturnType<typeof openPage>>;

/** A studio with somebody whose session the file's tests share, and two personas of hers: one has a strange name. */
export function startWithPerson(email: string): Studio & {
  person: Person;
  avatars: { id: string; name: string }[];
  /** Today, in a browser of its own with the shared session. */
  signedIn(): Promise<Opened>;
  /** The same with a session of its own; an account may be signed in to ten times in a quarter of an hour. */
  signedInAs(who: Person, options?: Options): Promise<Opened>;
  /** Somebody else with an account. */
  another(name: string): Promise<Person>;
} {
  const studio = startStudio();
  const person: Person = { name: "Demo", email, password: "quiet-ember-1815" };
  let session: State;

  async function today(browser: Browser, options: Options, signIn?: Person): Promise<Opened> {
    const opened = await openPage(browser, options);
    await opened.page.goto(studio.site);
    if (signIn) await studio.signIn(opened.page, signIn);
    await opened.page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
    return opened;
  }

  const more = {
    person,
    avatars: [] as { id: string; name: string }[],
    signedIn: () => today(studio.browser, { storageState: session }),
    signedInAs: (who: Person, options: Options = {}) => today(studio.browser, options, who),
    async another(name: string) {
      const other = { ...person, email: `${name}.${email}` };
      await studio.operator(other);
      return other;
    },
  };

  beforeAll(async () => {
    const operator = await studio.operator(person);
    for (const name of ["Alba", "<img src=x onerror=alert(1)>"]) {
      const persona = {
        name,
        niche: "trail running",
        style: "linen",
        city: "Valencia, Spain",
        age: 27,
        seed: 1,
      };
      more.avatars.push(await operator.post<{ id: string; name: string }>("/avatars", persona));
    }
    session = await studio.session(person);
  }, 120_000);

  return Object.assign(studio, more);
}
