import { expect, test } from "vitest";
import { openLibrary, startWithLibrary } from "./library.ts";

const studio = startWithLibrary("ada@review.example");

test("the review goes on by keys alone, and a decision can be taken back", async () => {
  const { page, context } = await studio.open();
  await openLibrary(page, studio.site);
  await page.getByRole("link", { name: /^Review \d+/ }).click();
  await page.getByRole("heading", { name: "Review", level: 1 }).waitFor();
  await page.getByText(/^1 of/).waitFor();
  await page.keyboard.press("a");
  await page.getByText(/^2 of/).waitFor();
  await page.keyboard.press("x");
  await page.getByText(/^3 of/).waitFor();
  await page.keyboard.press("u");
  await page.getByText(/^2 of/).waitFor();
  await page.getByRole("article").getByText("To review", { exact: true }).waitFor();

  // Past the last one without a decision is not the end of the work.
  const left = page.getByRole("button", { name: "Look at what was left" });
  while ((await left.count()) === 0) {
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(100);
  }
  await page.getByText(/^You left \d+ pieces undecided$/).waitFor();
  await left.click();
  await page.getByText(/^2 of/).waitFor();
  await context.close();
});

test("a decision that does not arrive is not skipped, and more pieces that do not come are not the end", async () => {
  const { page, context } = await studio.open();
  await page.goto(`${studio.site}/library/review?status=ready&sort=oldest`);
  await page.getByText(/^1 of/).waitFor();
  await page.route("**/api/v1/content/pieces/decisions", (route) => route.abort());
  await page.keyboard.press("a");
  await page
    .getByRole("alert")
    .getByText(/^There is no connection/)
    .waitFor();
  await page.getByText(/^1 of/).waitFor();
  await page.unroute("**/api/v1/content/pieces/decisions");
  await page.keyboard.press("a");
  await page.getByText(/^2 of/).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText(/^1 of/).waitFor();
  await page.route("**/api/v1/content/pieces?*", (route) => route.abort());
  for (let number = 1; number <= 60; number++) {
    await page.keyboard.press("ArrowRight");
    if (number < 60) await page.getByText(new RegExp(`^${number + 1} of`)).waitFor();
  }
  const notice = page.getByRole("alert").filter({ hasText: "The next pieces could not be loaded." });
  await notice.waitFor();
  expect(await page.getByText("Nothing left to review").count()).toBe(0);
  await page.unroute("**/api/v1/content/pieces?*");
  await notice.getByRole("button", { name: "Try again" }).click();
  await page.getByText(/^61 of/).waitFor();

  // To make a piece anew costs: the key says what, and asks.
  await page.keyboard.press("r");
  const asked = page.getByRole("dialog", { name: "Make another in its place?" });
  await asked.getByText(/^It costs about \$0\.\d+/).waitFor();
  await asked.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: /^Make anew · \$0\.\d+/ }).waitFor();
  await page.getByRole("list", { name: "Keys" }).getByText("Approve").waitFor();
  await context.close();
});

test("a rejection is told its reason, or none; a piece remembers both", async () => {
  const { page, context } = await studio.open();
  await openLibrary(page, studio.site);
  await page.goto(`${studio.site}/library?status=review`);
  await page.getByRole("checkbox", { name: "Choose piece 1", exact: true }).click();
  await page.getByRole("button", { name: "Reject" }).click();
  const bar = page.getByRole("group", { name: "The last decision" });
  await bar.getByRole("button", { name: "Hands or body" }).click();
  await bar.getByText("1 rejected: Hands or body").waitFor();
  await page.getByRole("button", { name: /^Piece 1:/ }).click();
  await page.getByRole("dialog").getByText("Rejected: Hands or body").waitFor();
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Undo" }).click();
  const wall = page.getByRole("list", { name: "Library" });
  await expect.poll(() => wall.getByText("Rejected").count(), { timeout: 10_000 }).toBe(0);
  await page.goto(`${studio.site}/library/review?status=review`);
  await page.getByText(/^1 of/).waitFor();
  await page.keyboard.press("x");
  await page.getByText(/^2 of/).waitFor();
  await page.keyboard.press("3");
  await bar.getByText("1 rejected: Not the style").waitFor();
  await page.keyboard.press("u");
  await page.getByText(/^1 of/).waitFor();
  // On a phone it stands out of the thumb's way, and asks only who wants to be asked.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByText(/^2 of/).waitFor();
  await page.getByRole("button", { name: "Approve" }).click({ trial: true });
  await bar.getByRole("button", { name: "Why?" }).click();
  await bar.getByLabel("Another reason").fill("The hat again");
  await bar.getByRole("button", { name: "Save" }).click();
  await bar.getByText("1 rejected: The hat again").waitFor();
  await bar.getByRole("button", { name: "Undo" }).click();
  await page.getByText(/^1 of/).waitFor();
  await context.close();
});

test("nothing takes away what is being written: neither a decision nor a key, in the review or beside the library", async () => {
  const { page, context } = await studio.open();
  await page.goto(`${studio.site}/library/review?status=ready&sort=oldest`);
  await page.getByText(/^1 of/).waitFor();
  await page.keyboard.press("e");
  await page.getByLabel("Hook").fill("Half a sentence");
  expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
  await page.getByRole("button", { name: "Cancel" }).focus();
  for (const key of ["a", "x", "ArrowRight"]) await page.keyboard.press(key);
  expect(await page.getByLabel("Hook").inputValue()).toBe("Half a sentence");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Approve" }).waitFor();
  await page.getByText(/^1 of/).waitFor();

  await page.goto(`${studio.site}/library?status=ready&sort=oldest`);
  await page.getByRole("button", { name: /^Piece 2:/ }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Edit" }).click();
  await sheet.getByLabel("Hook").fill("A morning above the clouds");
  await page.keyboard.press("Escape");
  expect(await sheet.getByLabel("Hook").inputValue()).toBe("A morning above the clouds");
  await sheet.getByRole("button", { name: "Save" }).click();
  await sheet.getByText("A morning above the clouds").waitFor();
  await sheet.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Piece 2: A morning above the clouds" }).waitFor();
  await context.close();
});
