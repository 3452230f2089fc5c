import { seal } from "@vixen/core/user/client-address.ts";
import { expect, test } from "vitest";
import { startWithPerson } from "./person.ts";

const studio = startWithPerson("ada@walls.example");
const cookieName = "next-auth.session-token";
const json = { "content-type": "application/json" };

test("a page of another origin writes nothing, whatever it knows", async () => {
  const { page, context } = await studio.signedIn();
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const patch = (headers: Record<string, string>) =>
    fetch(`${studio.site}/api/v1/auth/me`, {
      method: "PATCH",
      headers: { ...json, cookie, ...headers },
      body: JSON.stringify({ name: "Mallory" }),
    });
  for (const site of ["cross-site", "same-site"])
    expect((await patch({ "sec-fetch-site": site })).status).toBe(403);
  const form = await fetch(`${studio.site}/api/v1/auth/me`, {
    method: "POST",
    headers: {
      cookie,
      "content-type": "application/x-www-form-urlencoded",
      origin: "https://evil.example",
    },
    body: "name=Mallory",
  });
  expect(form.status).toBe(403);
  expect((await patch({ origin: "https://evil.example" })).status).toBe(403);
  // NextAuth's own posts carry a token that another origin cannot read.
  const out = await fetch(`${studio.site}/api/auth/signout`, {
    method: "POST",
    headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
    body: "csrfToken=forged",
    redirect: "manual",
  });
  expect(out.headers.get("set-cookie") ?? "").not.toMatch(/session-token=;/);
  await page.reload();
  await page.getByRole("button", { name: `Your account: ${studio.person.name}` }).waitFor();
  await context.close();
});

test("the session's cookie is out of scripts' reach and of other sites'", async () => {
  const { page, context } = await studio.signedIn();
  const cookie = (await context.cookies()).find(({ name }) => name === cookieName);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("session-token");
  const session = await page.evaluate(() => fetch("/api/auth/session").then((answer) => answer.text()));
  expect(session).not.toMatch(/accessToken|refreshToken|eyJ/);
  await context.close();
});

test.each(["/sign-in", "/", "/nowhere"])("%s carries the headers that keep it to itself", async (path) => {
  const { headers } = await fetch(studio.site + path, { redirect: "manual" });
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toMatch(/script-src[^;]*'nonce-/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("form-action 'self'");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("strict-transport-security")).toContain("max-age=");
  expect(headers.get("x-powered-by")).toBeNull();
});

test("a script without the nonce does not run", async () => {
  const { page, context } = await studio.signedIn();
  const ran = await page.evaluate(async () => {
    const script = document.createElement("div");
    script.innerHTML = "<img src=x onerror='window.isHurt = true'>";
    document.body.append(script);
    await new Promise((done) => setTimeout(done, 300));
    return "isHurt" in window;
  });
  expect(ran).toBe(false);
  await context.close();
});

test("what a persona is called is text on every page that names it", async () => {
  const { page, context } = await studio.signedIn();
  let isHurt = false;
  page.on("dialog", (dialog) => {
    isHurt = true;
    void dialog.dismiss();
  });
  for (const path of ["/", "/avatars", `/avatars/${studio.avatars[1]?.id}`, "/costs"]) {
    await page.goto(studio.site + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.locator("img[src='x'], [onerror]").count(), path).toBe(0);
  }
  expect(isHurt).toBe(false);
  await context.close();
});

test("the API believes the site alone about where a browser is", async () => {
  const other = await studio.another("address");
  const signIn = async (header: string) => {
    const headers = { ...json, "x-site-client": header };
    const { email, password } = other;
    const api = `${studio.api}/api/v1/auth`;
    const body = JSON.stringify({ email, password });
    const answer = await fetch(`${api}/sign-in`, { method: "POST", headers, body });
    const { accessToken } = (await answer.json()) as { accessToken: string };
    const sessions = await fetch(`${api}/sessions`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const { items } = (await sessions.json()) as { items: { address: string; isCurrent: boolean }[] };
    return items.find(({ isCurrent }) => isCurrent)?.address;
  };
  expect(await signIn(seal("203.0.113.7", studio.secret("SITE_KEY")))).toBe("203.0.113.7");
  expect(await signIn(seal("203.0.113.7", "a guessed key"))).not.toBe("203.0.113.7");
  // A browser that writes the site's own header is written over.
  const { page, context } = await studio.signedInAs(other, {
    extraHTTPHeaders: { "x-viewer-address": "203.0.113.8" },
  });
  await page.goto(`${studio.site}/account`);
  await page.getByRole("heading", { name: "Open sessions" }).waitFor();
  expect(await page.getByText("203.0.113.8").count()).toBe(0);
  await context.close();
});
