import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { findingsOf, overflowOf } from "./browser.ts";
import { bookCosts } from "./ledger.ts";
import { startWithPerson } from "./person.ts";

const studio = startWithPerson("ada@frame.example");

const inRail = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name });

test("filters what is shown by avatar, in the address, and remembers the choice", async () => {
  const [alba, other] = studio.avatars;
  await bookCosts(studio, alba?.id ?? "", [{ kind: "image", model: "lora", amount_nanos: 1_250_000_000 }]);
  await bookCosts(studio, other?.id ?? "", [{ kind: "text", model: "gpt", amount_nanos: 500_000_000 }]);
  const { page, context } = await studio.signedIn();
  await page.goto(studio.site);
  const filter = (name: string) => page.getByRole("button", { name: `Filter by avatar: ${name}` });
  const needs = page.getByRole("main").getByRole("link", { name: /^Make faces for/ });
  const said = (text: string) => page.getByRole("main").getByText(text, { exact: true });
  await said("$1.75 in all").waitFor();
  expect(await needs.allInnerTexts()).toHaveLength(2);
  await filter("All avatars").click();
  await page.getByRole("option", { name: "Alba" }).click();
  await page.waitForURL(`**/?avatar=${alba?.id}`);
  await filter("Alba").waitFor();
  await said("$1.25 in all").waitFor();
  expect(await needs.allInnerTexts()).toEqual(["Make faces for Alba"]);
  // What the poll brings later is filtered as well.
  await page.getByRole("button", { name: /^Sandbox/ }).waitFor();
  expect(await needs.allInnerTexts()).toEqual(["Make faces for Alba"]);

  await page.getByRole("link", { name: /in all$/ }).click();
  await page.getByRole("heading", { name: "Costs", level: 1 }).waitFor();
  await page.getByRole("link", { name: "1 ledger row" }).click();
  await page.getByRole("heading", { name: "Ledger rows", level: 1 }).waitFor();
  await filter("Alba").click();
  await page.getByRole("option", { name: /onerror/ }).click();
  await page.getByRole("cell", { name: "gpt" }).waitFor();
  expect(await page.getByRole("row").count()).toBe(2);
  await page.goto(`${studio.site}/costs?avatar=none`);
  await filter("No avatar").waitFor();

  // Neither a list nor a control for it; what was chosen last is still known.
  await inRail(page, "Avatars").click();
  await page.getByRole("heading", { name: "Avatars", level: 1 }).waitFor();
  await page.reload();
  expect(await filter("").count()).toBe(0);
  await page.goto(`${studio.site}/account`);
  expect(await filter("").count()).toBe(0);
  await inRail(page, "Library").click();
  await page.waitForURL(`**/library?avatar=${other?.id}`);
  await filter("<img src=x onerror=alert(1)>").click();
  await page.getByRole("option", { name: "All avatars" }).click();
  await page.waitForURL(/\/library$/);
  await context.close();
});

test("says on a phone which avatar is chosen, and has room for it", async () => {
  const [alba, other] = studio.avatars;
  const { page, context } = await studio.signedInAs(studio.person, { viewport: { width: 390, height: 844 } });
  const words = (name: string) =>
    page.getByRole("button", { name: `Filter by avatar: ${name}` }).getByText(name, { exact: true });
  for (const [id, name] of [
    [alba?.id, "Alba"],
    [other?.id, "<img src=x onerror=alert(1)>"],
  ] as const) {
    await page.goto(`${studio.site}/library?avatar=${id}`);
    await words(name).waitFor();
    const box = await words(name).boundingBox();
    // A long name is cut short where the row ends, and enough of it is read to tell it from others.
    expect(box?.width).toBeGreaterThan(name === "Alba" ? 20 : 60);
    expect(await overlapsOf(page)).toEqual([]);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(390);
    expect(await overflowOf(page)).toBe(0);
    expect(await findingsOf(page)).toEqual([]);
  }
  await page.goto(`${studio.site}/library`);
  expect(await words("All avatars").isVisible()).toBe(false);
  await context.close();
});

/** Of what stands side by side in the top bar, the pairs of which one lies upon the other. */
async function overlapsOf(page: Page): Promise<string[]> {
  await page.getByRole("button", { name: /^Sandbox/ }).waitFor();
  return page.getByRole("banner").evaluate((banner) => {
    const parts = [...banner.querySelectorAll("a, button")].map((part) => {
      return { name: part.getAttribute("aria-label") ?? part.textContent ?? "", ...edgesOf(part) };
    });
    return parts.flatMap((part, index) => {
      const next = parts[index + 1];
      return next && part.right > next.left + 0.5 ? [`${part.name} on ${next.name}`] : [];
    });
    /** What is seen of it may be wider than its box. */
    function edgesOf(part: Element) {
      const box = part.getBoundingClientRect();
      const inside = [...part.querySelectorAll("svg, span:not(.sr-only)")];
      const seen = inside.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0);
      return {
        left: Math.min(box.left, ...seen.map(({ left }) => left)),
        right: Math.max(box.right, ...seen.map(({ right }) => right)),
      };
    }
  });
}

test("narrows its rail and stays so; on a phone the rail is at the bottom", async () => {
  const { page, context } = await studio.signedIn();
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

test.each([1440, 390])("moves nothing when the counts come, at %i px", async (width) => {
  const { page, context } = await studio.signedInAs(studio.person, { viewport: { width, height: 844 } });
  const activity = "**/api/v1/activity*";
  const isMeasured = Promise.withResolvers<void>();
  await page.route(activity, async (route) => {
    // Nothing changes any more after a page's first answer, whether this page's or the one's it comes after.
    if (new URL(route.request().url()).searchParams.has("since")) return route.fulfill({ status: 304 });
    const answer = await route.fetch();
    const body = await answer.json();
    await isMeasured.promise;
    // As on a day on which a lot is going on: what comes back is the API's own but for how much of it there is.
    const job = { kind: "setup", avatarId: studio.avatars[0]?.id, name: "Alba", progress: 0.5 };
    const jobs = Array.from({ length: 12 }, (_, index) => ({ ...job, id: `set_${index}`, etaSeconds: 60 }));
    await route.fulfill({ response: answer, json: { ...body, jobs, unread: 34 } });
  });
  await page.goto(studio.site);
  const places = async () => {
    const buttons = await page.getByRole("banner").getByRole("button").all();
    const found = await Promise.all(
      buttons.map(async (button) => [await button.getAttribute("aria-label"), await button.boundingBox()]),
    );
    return found.slice(-5);
  };
  const before = await places();
  isMeasured.resolve();
  await page.getByRole("button", { name: "Running 12 jobs" }).waitFor();
  await page.getByRole("button", { name: "Notices 34 new" }).waitFor();
  expect(await places()).toEqual(before);
  await context.close();
});

test("the wall asks for the page behind a card once somebody reaches for it, and not before", async () => {
  const { page, context } = await studio.signedIn();
  const asked: string[] = [];
  page.on("request", (request) => {
    const id = studio.avatars.find((avatar) => request.url().includes(avatar.id))?.id;
    if (id) asked.push(id);
  });
  await page.goto(`${studio.site}/avatars`);
  const card = page.getByRole("link").filter({ hasText: "Alba" });
  await card.waitFor();
  await page.waitForLoadState("networkidle");
  expect(asked).toEqual([]);
  await card.hover();
  await expect.poll(() => new Set(asked)).toEqual(new Set([studio.avatars[0]?.id]));
  await context.close();
});

test("is walked by keyboard: the first stop skips to the content, and each stop is seen", async () => {
  const { page, context } = await studio.signedIn();
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
  const { page, context } = await studio.signedIn();
  for (const path of ["/nowhere", "/avatars/avt_00000000000000000000000000", "/batches/nonsense"]) {
    await page.goto(studio.site + path);
    await page.getByRole("link", { name: "Go to Today" }).waitFor();
  }
  await context.close();
});
