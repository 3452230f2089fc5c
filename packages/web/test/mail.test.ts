import { expect, test } from "vitest";
import { findingsOf, openPage, overflowOf } from "./browser.ts";
import { followMail } from "./mail.ts";
import { startWithPerson } from "./person.ts";

const studio = startWithPerson("ada@mail.example");

test("a forgotten password is chosen anew by the link in the mail, which ends the old one and every session", async () => {
  const other = await studio.another(`reset-${Date.now()}`);
  const there = await studio.signedInAs(other);
  const { page, context, complaints } = await openPage(studio.browser, {});
  await page.goto(`${studio.site}/sign-in`);
  await page.getByRole("link", { name: "I forgot my password" }).click();
  await page.getByRole("heading", { name: "Get back in" }).waitFor();
  await page.getByLabel("E-mail address").fill(other.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByRole("heading", { name: "Look in your mail" }).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Open the mail page" }).click();
  await page.getByRole("heading", { name: "Sandbox mail" }).waitFor();
  expect({ findings: await findingsOf(page), overflow: await overflowOf(page) }).toEqual({
    findings: [],
    overflow: 0,
  });
  await followMail(page);
  const link = page.url();
  await page.getByRole("heading", { name: "Choose another password", level: 1 }).waitFor();
  await page.getByLabel("Password").fill("loud-ember-1852");
  await page.getByRole("button", { name: "Save password" }).click();
  await page.getByText("Password saved. Sign in with it.").waitFor();
  await studio.signIn(page, other);
  await page.getByText("The address or the password is wrong.").waitFor();
  await studio.signIn(page, { ...other, password: "loud-ember-1852" });
  await page.getByRole("heading", { name: "Today", level: 1 }).waitFor();

  await there.page.reload();
  await there.page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
  await page.goto(link);
  await page.getByLabel("Password").fill("third-ember-1853");
  await page.getByRole("button", { name: "Save password" }).click();
  await page.getByText("This link was used or has expired. Ask for another one.").waitFor();
  expect(complaints).toEqual([]);
  for (const opened of [context, there.context]) await opened.close();
});

test("a mistyped address is mended without typing the rest again, and the mail is sent again after a pause", async () => {
  const { page, context, complaints } = await openPage(studio.browser, {
    viewport: { width: 390, height: 844 },
  });
  await page.clock.install();
  // A second try brings an address of its own: this one has an account then.
  const [mistyped, right] = ["mial", "mail"].map((host) => `nina-${Date.now()}@${host}.example`);
  await page.goto(`${studio.site}/sign-up`);
  await page.getByLabel("Your name").fill("Nina");
  await page.getByLabel("E-mail address").fill(String(mistyped));
  await page.getByLabel("Password").fill("quiet-ember-1815");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText(`We sent a message to ${mistyped}.`, { exact: false }).waitFor();
  await page.getByRole("button", { name: "Use another address" }).click();
  await page.keyboard.type(String(right));
  expect(await page.getByLabel("Your name").inputValue()).toBe("Nina");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText(`We sent a message to ${right}.`, { exact: false }).waitFor();

  const again = page.getByRole("button", { name: /^Send it again/ });
  expect(await again.innerText()).toMatch(/in (2\d|30) s$/);
  expect(await again.isDisabled()).toBe(true);
  expect({ findings: await findingsOf(page), overflow: await overflowOf(page) }).toEqual({
    findings: [],
    overflow: 0,
  });
  await page.clock.fastForward(31_000);
  await again.click();
  await page.getByText("Sent again: 2 mails so far.").waitFor();
  await expect.poll(() => again.isDisabled()).toBe(true);

  await page.getByRole("link", { name: "Open the mail page" }).click();
  await page.getByText(`To ${right}`, { exact: false }).first().waitFor();
  expect(await page.getByText(String(mistyped)).count()).toBe(0);
  await followMail(page);
  const link = page.url();
  const confirm = page.getByRole("button", { name: "Confirm and sign in" });
  await confirm.click();
  await page.getByRole("button", { name: "Your account: Nina" }).waitFor();
  await page.goto(link);
  await page.getByText("This address is confirmed.", { exact: false }).waitFor();
  expect(await confirm.count()).toBe(0);
  expect(await findingsOf(page)).toEqual([]);
  await page.goto(`${studio.site}/confirm?token=${"x".repeat(43)}`);
  await page.getByText("This link was used or has expired. Ask for another one.").waitFor();
  expect(await confirm.count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});
