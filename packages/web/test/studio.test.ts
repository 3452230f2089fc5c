import { expect, test } from "vitest";
import { openPage } from "./browser.ts";
import { type Person, startStudio } from "./studio.ts";

const studio = startStudio();
const person: Person = { name: "Ada", email: "ada@studio.example", password: "quiet-ember-1815" };

test("an operator signs up through the mail, begins a persona by double clicks, and has it once", async () => {
  const { page, context, complaints } = await openPage(studio.browser, {});
  await studio.signUp(page, person);

  await page.getByRole("link", { name: "New avatar" }).click();
  await page.getByLabel("Name").fill("<img src=x onerror=alert(1)>");
  await page.getByLabel("Age", { exact: true }).fill("17");
  const next = page.getByRole("button", { name: "Next", exact: true });
  await next.click();
  await page.getByText("Personas are adults: write a whole age from 18 to 99.").waitFor();
  expect(await page.getByLabel("Name").inputValue()).toContain("onerror");
  await page.getByLabel("Age", { exact: true }).fill("27");
  await next.click();
  await page.getByRole("button", { name: "Trail running and slow travel" }).click();
  await page.getByLabel("Look of the pictures").fill("natural light, linen");
  await next.click();
  await page.getByLabel("City").fill("Valencia, Spain");
  await page.getByText("Europe/Madrid").waitFor();
  await page.getByRole("heading", { name: "Estimate" }).waitFor();
  await page.getByRole("button", { name: "Create and choose the face" }).dblclick();
  await page.getByRole("button", { name: "Make the faces" }).dblclick();

  await page.getByRole("button", { name: "Make another face 1" }).click({ timeout: 90_000 });
  await page.getByText("Being made…").first().waitFor();
  await page.getByAltText("Face 1").click({ timeout: 90_000 });
  await next.click();
  await page.getByRole("button", { name: "Lock the face and start" }).waitFor();

  await page.getByRole("link", { name: "Avatars", exact: true }).click();
  await page.getByRole("heading", { name: "Avatars", level: 1 }).waitFor();
  // Twice clicked, once made; and its name is text.
  expect(await page.getByText("<img src=x onerror=alert(1)>", { exact: true }).count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
}, 300_000);

test("a wrong password is told without saying what was wrong, and the address stays typed", async () => {
  const { page, context } = await openPage(studio.browser, {});
  await page.goto(`${studio.site}/avatars`);
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  await studio.signIn(page, { ...person, password: "not-the-password" });
  await page.getByText("The address or the password is wrong.").waitFor();
  expect(await page.getByLabel("E-mail address").inputValue()).toBe(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Avatars", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Your account: Ada" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  await page.goto(studio.site);
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  await context.close();
});

test("scripts cannot be had from the site for tokens, nor writes from another origin", async () => {
  const body = JSON.stringify({ email: person.email, password: person.password });
  const headers = { "content-type": "application/json" };
  const tokens = await fetch(`${studio.site}/api/v1/auth/sign-in`, { method: "POST", headers, body });
  expect(tokens.status).toBe(404);
  const foreign = await fetch(`${studio.site}/api/v1/auth/sign-up`, {
    method: "POST",
    headers: { ...headers, "sec-fetch-site": "cross-site" },
    body: "{}",
  });
  expect(foreign.status).toBe(403);
  const answer = await fetch(`${studio.site}/sign-in`);
  expect(answer.headers.get("content-security-policy")).not.toMatch(/script-src[^;]*unsafe/);
  expect(answer.headers.get("x-frame-options")).toBe("DENY");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

test("Spanish is a choice of the browser or of the person, and stays", async () => {
  const { page, context } = await openPage(studio.browser, { locale: "es-ES" });
  await page.goto(`${studio.site}/sign-in`);
  await page.getByRole("heading", { name: "Entrar" }).waitFor();
  await page.getByLabel("Idioma").selectOption("en");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  await context.close();
});
