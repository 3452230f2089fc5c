import type { Page } from "playwright-core";
import postgres from "postgres";
import { expect, test } from "vitest";
import { openPage, overflowOf } from "./browser.ts";
import { type Hand, keyboard, pointer } from "./hand.ts";
import { followMail } from "./mail.ts";
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

/** The batch has fifty; the same walk over six takes a tenth of the time, and `npm start -- --once` makes fifty. */
const pieces = 6;

/** Opens an account through the forms and the mail; ends on Today. */
async function signUp(page: Page, hand: Hand, person: Person, language: Language) {
  const auth = wordsOf(language)("auth");
  const { press, write } = hand;
  await page.goto(`${studio.site}/sign-up`);
  await write(page.getByLabel(auth("name")), person.name);
  await write(page.getByLabel(auth("email")), person.email);
  await write(page.getByLabel(auth("password")), person.password);
  await press(page.getByRole("button", { name: auth("signUp") }));
  await page.getByRole("heading", { name: auth("mailTitle") }).waitFor();
  await press(page.getByRole("link", { name: auth("mailPage") }));
  await followMail(page, hand);
  await press(page.getByRole("button", { name: auth("confirm") }));
  await page.getByRole("heading", { name: wordsOf(language)("today")("title"), level: 1 }).waitFor();
}

test.each(ways)(
  "$who does the whole job in $language at $width px: a persona, its batch, a look at each piece, a decision, and the bill",
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
    // A second try is somebody else: the first one's address has an account.
    const email = `${who}-${Date.now()}@job.example`;
    const person = { name: who, email, password: "quiet-ember-1815" };
    const fits = async () => expect(await overflowOf(page), page.url()).toBe(0);
    await signUp(page, hand, person, language);
    await fits();

    await hand.press(page.getByRole("link", { name: avatar("new") }).first());
    await hand.write(page.getByLabel(wizard("name"), { exact: true }), "Alba Rivas");
    await hand.write(page.getByLabel(wizard("age"), { exact: true }), "27");
    await fits();
    await hand.press(button(wizard("next")));
    await hand.press(button(wizard("nicheTrail")));
    await hand.press(button(wizard("styleCoast")));
    await hand.press(button(wizard("next")));
    await hand.write(page.getByLabel(wizard("city"), { exact: true }), "Valencia, Spain");
    await page.getByText("Europe/Madrid").waitFor();
    await hand.press(button(wizard("toLook")));
    await hand.press(button(wizard("makeFaces")));
    await hand.pick(page.getByRole("radio").first());
    await fits();
    await hand.press(button(wizard("next")));
    await hand.pick(page.getByRole("radio", { name: new RegExp(`^${wizard("fast")}`) }));
    await hand.press(button(wizard("lock")));

    await page.getByRole("heading", { name: "Alba Rivas", level: 1 }).waitFor(soon);
    const steps = page.getByRole("list", { name: say("step")("lineLabel") });
    await steps.waitFor(soon);
    await fits();
    // Long work survives a reload.
    await page.reload();
    await page.getByText(avatar("review"), { exact: true }).first().waitFor(long);
    const sections = page.getByRole("navigation", { name: avatar("sections") });
    await hand.press(sections.getByRole("link", { name: avatar("dataset") }));
    await button(dataset("approve")).waitFor();
    await fits();
    await hand.press(button(dataset("approve")));
    await hand.press(page.getByRole("dialog").getByRole("button", { name: dataset("approve") }));
    await page.getByText(avatar("ready"), { exact: true }).first().waitFor(long);
    await hand.press(sections.getByRole("link", { name: avatar("identity") }));
    await page.getByText(say("identity")("bio"), { exact: true }).first().waitFor();
    await fits();

    await hand.press(sections.getByRole("link", { name: avatar("content") }));
    await hand.write(page.getByLabel(content("count")), String(pieces));
    await hand.press(button(content("start")));
    await page.waitForURL("**/batches/**");
    await page.getByText(content("finished"), { exact: true }).first().waitFor(long);
    expect(await countsOn(page, content)).toEqual({ requested: pieces, total: pieces, open: 0 });
    await fits();
    await leaveTwoToReview(person);

    await hand.press(page.getByRole("link", { name: say("nav")("library"), exact: true }));
    await page.getByRole("heading", { name: library("title"), level: 1 }).waitFor();
    await fits();
    expect(await lookAtEach(page, hand, library)).toEqual(
      Array.from({ length: pieces }, (_, index) => library("piece", { number: index + 1 })),
    );
    await decide(page, hand, say);

    await hand.press(page.getByRole("link", { name: say("nav")("costs"), exact: true }));
    await page.getByRole("heading", { name: say("cost")("title"), level: 1 }).waitFor();
    await fits();
    const { total, parts } = await billOf(page, hand, say);
    for (const part of [total, ...parts]) expect(part).toBeGreaterThan(0);
    // Three sums, each rounded to a cent.
    expect(Math.abs(total - parts[0] - parts[1])).toBeLessThan(0.0151);
    expect(complaints).toEqual([]);
    await context.close();
  },
  600_000,
);

type Say = ReturnType<typeof wordsOf>;

/** Which pieces the checks leave to a person is chance: two are, so that there is something to decide. */
async function leaveTwoToReview({ email }: Person): Promise<void> {
  const sql = postgres(studio.databaseAdminUrl, { max: 1, onnotice: () => {} });
  const reasons = [{ code: "suggestive_detected", place: "image", score: 0.7 }];
  await sql`
    update content_pieces set status = 'review', image_status = 'review', reasons = ${sql.json(reasons)}
    where id in (
      select id from content_pieces
      where status = 'ready' and owner_id = (select id from users where email = ${email})
      limit 2
    )
  `;
  await sql.end();
}

/** Opens one piece after the other and reads what the checks said of it; the names of those that were seen. */
async function lookAtEach(page: Page, hand: Hand, library: ReturnType<Say>): Promise<string[]> {
  const names: string[] = [];
  const sheet = page.getByRole("dialog");
  for (let number = 1; number <= pieces; number++) {
    const name = new RegExp(`^${library("piece", { number })}(:|$)`);
    await hand.press(page.getByRole("button", { name }));
    await sheet.getByRole("heading", { name: library("verdicts") }).waitFor();
    names.push(await sheet.getByRole("heading").first().innerText());
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "hidden" });
  }
  return names.toSorted();
}

/** Goes through what waits for a person: approves the first, rejects the second, and whatever else there is. */
async function decide(page: Page, hand: Hand, say: Say): Promise<void> {
  const [library, did, state] = [say("library"), say("pieceDid"), say("pieceState")];
  const name = library("reviewCount", { count: 77 }).replace("77", "\\d+");
  const link = page.getByRole("link", { name: new RegExp(`^${name}$`) });
  const count = Number(/\d+/.exec(await link.innerText())?.[0]);
  expect(count).toBeGreaterThanOrEqual(2);
  await hand.press(link);
  for (let number = 1; number <= count; number++) {
    await page.getByText(library("position", { number, total: count }), { exact: true }).waitFor();
    const verb = number === 1 ? "approve" : "reject";
    await hand.press(page.getByRole("button", { name: library(verb), exact: true }));
    await page
      .getByRole("status")
      .filter({ hasText: did(verb, { count: 1 }) })
      .waitFor();
  }
  await page.getByText(library("reviewed")).waitFor();
  expect(await overflowOf(page)).toBe(0);
  await hand.press(page.getByRole("link", { name: library("title"), exact: true }).last());
  const wall = page.getByRole("list", { name: library("title"), exact: true });
  await wall.waitFor();
  expect(await wall.getByText(state("approved"), { exact: true }).count()).toBe(1);
  expect(await wall.getByText(state("rejected"), { exact: true }).count()).toBe(count - 1);
}

/** What the costs' page says was spent in all, and what it and the batch's own page say of the setup and the batch. */
async function billOf(page: Page, hand: Hand, say: Say): Promise<{ total: number; parts: [number, number] }> {
  const cost = say("cost");
  const total = await page.getByRole("region", { name: cost("total"), exact: true }).innerText();
  const table = page.getByRole("table", { name: cost("estimates") });
  const setup = table.getByRole("row", { name: new RegExp(`^${cost("setup")} `) });
  const actual = await setup.getByRole("link").last().innerText();
  await hand.press(table.getByRole("link", { name: cost("batch"), exact: true }));
  const batch = page.getByText(new RegExp(`^${say("content")("cost")}: `));
  return { total: amountIn(total), parts: [amountIn(actual), amountIn(await batch.innerText())] };
}

/** The first amount in a text, in dollars, as either language writes it. */
function amountIn(text: string): number {
  const [, before, after] = /\$\s?([\d.,]+)|([\d.,]+)\s?US\$/.exec(text) ?? [];
  return Number((before ?? after ?? "").replace(",", "."));
}

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
  return { requested: pieces, total: done + waiting, open: waiting };
}
