import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "./browser.ts";
import { type Hand, keyboard, pointer } from "./hand.ts";
import { type Person, startStudio } from "./studio.ts";
import { type Language, wordsOf } from "./words.ts";

const studio = startStudio();

type Way = { who: string; language: Language; width: number; handOf: (page: Page) => Hand };
const ways: Way[] = [
  { who: "ada", language: "en", width: 1440, handOf: () => pointer },
  { who: "ines", language: "es", width: 390, handOf: () => pointer },
  { who: "keys", language: "en", width: 1440, handOf: keyboard },
];

const soon = { timeout: 60_000 };
const long = { timeout: 240_000 };

/** Opens an account through the forms and the mail; ends on Today. */
async function signUp(page: Page, { press, write }: Hand, person: Person, language: Language) {
  const auth = wordsOf(language)("auth");
  await page.goto(`${studio.site}/sign-up`);
  await write(page.getByLabel(auth("name")), person.name);
  await write(page.getByLabel(auth("email")), person.email);
  await write(page.getByLabel(auth("password")), person.password);
  await press(page.getByRole("button", { name: auth("signUp") }));
  await page.getByRole("heading", { name: auth("mailTitle") }).waitFor();
  await page.goto(studio.site + (await studio.linkTo(person)));
  await press(page.getByRole("button", { name: auth("confirm") }));
  await page.getByRole("heading", { name: wordsOf(language)("today")("title"), level: 1 }).waitFor();
}

test.each(ways)(
  "$who does the whole job in $language at $width px: a persona, its batch, a look at each piece, and the bill",
  async ({ who, language, width, handOf }) => {
    const { page, context, complaints } = await openPage(studio.browser, {
      locale: language === "es" ? "es-ES" : "en-GB",
      viewport: { width, height: 900 },
      hasTouch: width === 390,
    });
    const hand = handOf(page);
    const say = wordsOf(language);
    const [wizard, avatar, content, library] = [say("wizard"), say("avatar"), say("content"), say("library")];
    const dataset = say("dataset");
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    await signUp(
      page,
      hand,
      { name: who, email: `${who}@job.example`, password: "quiet-ember-1815" },
      language,
    );

    await hand.press(page.getByRole("link", { name: avatar("new") }).first());
    await hand.write(page.getByLabel(wizard("name"), { exact: true }), "Alba Rivas");
    await hand.write(page.getByLabel(wizard("age"), { exact: true }), "27");
    await hand.press(button(wizard("next")));
    await hand.press(button(wizard("nicheTrail")));
    await hand.press(button(wizard("styleCoast")));
    await hand.press(button(wizard("next")));
    await hand.write(page.getByLabel(wizard("city"), { exact: true }), "Valencia, Spain");
    await page.getByText("Europe/Madrid").waitFor();
    await hand.press(button(wizard("toLook")));
    await hand.press(button(wizard("makeFaces")));
    await hand.pick(page.getByRole("radio").first());
    await hand.press(button(wizard("next")));
    await hand.pick(page.getByRole("radio", { name: new RegExp(`^${wizard("fast")}`) }));
    await hand.press(button(wizard("lock")));

    await page.getByRole("heading", { name: "Alba Rivas", level: 1 }).waitFor(soon);
    const steps = page.getByRole("list", { name: say("step")("lineLabel") });
    await steps.waitFor(soon);
    // Long work survives a reload.
    await page.reload();
    await page.getByText(avatar("review"), { exact: true }).first().waitFor(long);
    const sections = page.getByRole("navigation", { name: avatar("sections") });
    await hand.press(sections.getByRole("link", { name: avatar("dataset") }));
    await hand.press(button(dataset("approve")));
    await hand.press(page.getByRole("dialog").getByRole("button", { name: dataset("approve") }));
    await page.getByText(avatar("ready"), { exact: true }).first().waitFor(long);
    await hand.press(sections.getByRole("link", { name: avatar("identity") }));
    await page.getByText(say("identity")("bio"), { exact: true }).first().waitFor();

    await hand.press(sections.getByRole("link", { name: avatar("content") }));
    await hand.write(page.getByLabel(content("count")), "6");
    await hand.press(button(content("start")));
    await page.waitForURL("**/batches/**");
    await page.getByText(content("finished"), { exact: true }).first().waitFor(long);
    expect(await countsOn(page, content)).toEqual({ requested: 6, total: 6, open: 0 });

    await hand.press(page.getByRole("link", { name: say("nav")("library"), exact: true }));
    await page.getByRole("heading", { name: library("title"), level: 1 }).waitFor();
    await hand.press(
      page.getByRole("button", { name: new RegExp(`^${library("piece", { number: 1 })}\\b`) }),
    );
    await page.getByText(library("verdicts")).waitFor();
    await page.keyboard.press("Escape");

    await hand.press(page.getByRole("link", { name: say("nav")("costs"), exact: true }));
    await page.getByRole("heading", { name: say("cost")("title"), level: 1 }).waitFor();
    await page
      .getByText(/(\$|US\$)\s?\d|\d\s?(US)?\$/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  },
  600_000,
);

/** The counts that the batch's page shows, added up. */
async function countsOn(page: Page, content: (key: string) => string) {
  const of = async (state: string) =>
    Number(
      await page
        .locator("dl > div", { hasText: content(state) })
        .getByRole("definition")
        .first()
        .innerText(),
    );
  const settled = ["ready", "review", "rejected", "blocked", "failed", "canceled"];
  const open = ["queued", "generating"];
  const sum = async (states: string[]) =>
    (await Promise.all(states.map(of))).reduce((total, count) => total + count, 0);
  const [done, waiting] = [await sum(settled), await sum(open)];
  return { requested: 6, total: done + waiting, open: waiting };
}
