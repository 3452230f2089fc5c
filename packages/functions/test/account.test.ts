import * as ClientAddress from "@vixen/core/user/client-address.ts";
import type { TransactionSql as Sql } from "postgres";
import { describe, expect, it } from "vitest";
import { type Answer, call, database, delivered, useApi } from "./support/harness.ts";
import { mailsTo, tokenIn, useSandbox } from "./support/mail.ts";
import { newOperator, type Operator } from "./support/operator.ts";
import { awayFromTheBorder } from "./support/window.ts";

useApi();
useSandbox();

const password = "correct horse battery";
const newPassword = "another long password";
const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
const signIn = (email: string, given: string, headers: Record<string, string> = {}, address?: string) =>
  call("/api/v1/auth/sign-in", { body: { email, password: given }, headers }, address);

async function withPassword(): Promise<Operator> {
  const operator = await newOperator();
  // Only now: its schemas are made after the API has given zod its `openapi`.
  const { hash } = await import("@vixen/core/user/password.ts");
  await database()`update users set password_hash = ${await hash(password)} where id = ${operator.userId}`;
  return operator;
}

/** Asks for things one after the other, each of which waits for a row that somebody holds; then lets it go. */
async function whileHeld(
  hold: (sql: Sql) => Promise<unknown>,
  asks: (() => Promise<Answer>)[],
): Promise<Answer[]> {
  const asked: Promise<Answer>[] = [];
  await database().begin(async (sql) => {
    await hold(sql);
    for (const ask of asks) {
      asked.push(ask());
      await expect.poll(waiting, { timeout: 10_000 }).toHaveLength(asked.length);
    }
  });
  return Promise.all(asked);
}

const waiting = () => database()`
  select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

describe("an account", () => {
  it("keeps what its owner prefers, one thing at a time, for every browser", async () => {
    const operator = await newOperator();
    const stranger = await newOperator();
    const patch = (body: unknown) => operator.call("/auth/me", { method: "PATCH", body });
    const first = await patch({ language: "en", theme: "dark" });
    expect(first.body).toMatchObject({ name: "Test", language: "en", theme: "dark", timezone: "UTC" });
    expect((await patch({ timezone: "Europe/Madrid", hasSingleKeys: false })).status).toBe(200);
    expect((await patch({})).status).toBe(200);
    expect((await operator.call("/auth/me")).body).toMatchObject({
      language: "en",
      theme: "dark",
      timezone: "Europe/Madrid",
      hasSingleKeys: false,
    });
    expect((await stranger.call("/auth/me")).body).toMatchObject({ language: "es", theme: "system" });
  });

  it.each([
    ["language", { language: "fr" }],
    ["theme", { theme: "pink" }],
    ["timezone", { timezone: "Mars/Base" }],
    ["name", { name: " " }],
    ["body", { email: "eve@example.com" }],
  ])("refuses what it cannot keep (%s) and stays as it is", async (field, body) => {
    const operator = await newOperator();
    const before = (await operator.call("/auth/me")).body;
    const answer = await operator.call("/auth/me", { method: "PATCH", body });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({
      code: "input_invalid",
      fields: { [field]: expect.any(String) },
    });
    expect((await operator.call("/auth/me")).body).toEqual(before);
  });

  it("gets another password for the present one; other sessions end, and a mail tells", async () => {
    const operator = await withPassword();
    const other = await signIn(operator.email, password);
    const answer = await operator.call("/auth/password", { body: { password, newPassword } });
    expect(answer.status, answer.text).toBe(204);
    expect((await operator.call("/auth/me")).status).toBe(200);
    const elsewhere = { authorization: `Bearer ${other.body.accessToken}` };
    expect(codeOf(await call("/api/v1/auth/me", { headers: elsewhere }))).toBe("session_ended");
    expect((await signIn(operator.email, password)).status).toBe(401);
    expect((await signIn(operator.email, newPassword)).status).toBe(200);
    const [mail] = await mailsTo(operator.email);
    expect(mail).toMatch(/contraseña se ha cambiado/);
    expect(mail).not.toMatch(/token=/);
  });

  it("gets one of two passwords that are chosen at the same moment, and the other's session ends", async () => {
    const operator = await withPassword();
    const other = await signIn(operator.email, password);
    const elsewhere = { authorization: `Bearer ${other.body.accessToken}` };
    const answers = await whileHeld(
      (sql) => sql`select id from users where id = ${operator.userId} for update`,
      [
        () => operator.call("/auth/password", { body: { password, newPassword } }),
        () =>
          call("/api/v1/auth/password", {
            headers: elsewhere,
            body: { password, newPassword: "a third one" },
          }),
      ],
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 400]);
    const [isFirst, isSecond] = answers.map(({ status }) => status === 204);
    const isOpen = async (asked: Promise<Answer>) => (await asked).status === 200;
    expect(await isOpen(operator.call("/auth/me"))).toBe(isFirst);
    expect(await isOpen(call("/api/v1/auth/me", { headers: elsewhere }))).toBe(isSecond);
    expect(await isOpen(signIn(operator.email, newPassword))).toBe(isFirst);
    expect(await isOpen(signIn(operator.email, "a third one"))).toBe(isSecond);
    expect(await mailsTo(operator.email)).toHaveLength(1);
  });

  it("opens no session by the password before while another one is set", async () => {
    const operator = await withPassword();
    const other = await signIn(operator.email, password);
    const [changed, signedIn] = await whileHeld(
      // The change has set the password then, and waits to end the other session.
      (sql) => sql`select id from sessions where id = ${String(other.body.sessionId)} for update`,
      [
        () => operator.call("/auth/password", { body: { password, newPassword } }),
        () => signIn(operator.email, password),
      ],
    );
    expect([changed?.status, signedIn && codeOf(signedIn)]).toEqual([204, "credentials_wrong"]);
    const { body } = await operator.call("/auth/sessions");
    expect(body.items).toEqual([expect.objectContaining({ id: operator.sessionId })]);
  });

  it("takes no link to choose a password that is used while another one is set", async () => {
    const operator = await withPassword();
    const other = await signIn(operator.email, password);
    await call("/api/v1/auth/password-reset", { body: { email: operator.email } });
    const token = tokenIn((await mailsTo(operator.email))[0]);
    const change = { body: { password, newPassword } };
    const reset = { body: { token, password: "chosen by mail" } };
    const [changed, chosen] = await whileHeld(
      (sql) => sql`select id from sessions where id = ${String(other.body.sessionId)} for update`,
      [
        () => operator.call("/auth/password", change),
        () => call("/api/v1/auth/password-reset/confirm", reset),
      ],
    );
    expect([changed?.status, chosen && codeOf(chosen)]).toEqual([204, "link_invalid"]);
    expect((await signIn(operator.email, newPassword)).status).toBe(200);
  });

  it("keeps its password when the present one is wrong, and tells which field", async () => {
    const operator = await withPassword();
    const other = await signIn(operator.email, password);
    const answer = await operator.call("/auth/password", { body: { password: "a guess", newPassword } });
    expect([answer.status, codeOf(answer)]).toEqual([400, "password_wrong"]);
    expect(answer.body.error).toMatchObject({ fields: { password: expect.any(String) } });
    expect((await signIn(operator.email, password)).status).toBe(200);
    const elsewhere = { authorization: `Bearer ${other.body.accessToken}` };
    expect((await call("/api/v1/auth/me", { headers: elsewhere })).status).toBe(200);
    expect(await mailsTo(operator.email)).toEqual([]);
  });

  it("is no place to guess the password with a stolen session", async () => {
    await awayFromTheBorder(15 * 60_000);
    const operator = await withPassword();
    const guess = () => operator.call("/auth/password", { body: { password: "a guess", newPassword } });
    for (let count = 0; count < 10; count++) expect(codeOf(await guess())).toBe("password_wrong");
    expect(codeOf(await guess())).toBe("login_throttled");
  }, 60_000);
});

it("a reset does the same for an address without an account: one event, and no mail", async () => {
  const operator = await withPassword();
  const { bus } = delivered();
  const asked = async (email: string) => {
    const before = bus.length;
    const answer = await call("/api/v1/auth/password-reset", { body: { email } });
    expect(answer.status).toBe(202);
    await expect.poll(() => bus.length).toBe(before + 1);
    return bus[before];
  };
  const [known, unknown] = [await asked(operator.email), await asked("nobody@example.com")];
  expect(unknown?.type).toBe(known?.type);
  expect(Object.keys(unknown?.detail.body as object)).toEqual(Object.keys(known?.detail.body as object));
  expect(await mailsTo("nobody@example.com")).toEqual([]);
  expect(await mailsTo(operator.email)).toHaveLength(1);
});

describe("the address of a browser that the site speaks for", () => {
  const key = "k".repeat(32);
  const listed = async (header: string) => {
    const operator = await withPassword();
    const tokens = await signIn(operator.email, password, { "x-site-client": header }, "198.51.100.1");
    const headers = { authorization: `Bearer ${tokens.body.accessToken}` };
    const { body } = await call("/api/v1/auth/sessions", { headers });
    const items = body.items as { address: string; isCurrent: boolean }[];
    return items.find(({ isCurrent }) => isCurrent)?.address;
  };

  it("counts when the site sealed it, for the list of sessions and for the limits", async () => {
    process.env.SITE_KEY = key;
    expect(await listed(ClientAddress.seal("203.0.113.7", key))).toBe("203.0.113.7");
    const left = async (address: string) => {
      const headers = { "x-site-client": ClientAddress.seal(address, key) };
      const body = { refreshToken: "x".repeat(43) };
      const answer = await call("/api/v1/auth/refresh", { body, headers }, "198.51.100.1");
      return Number(answer.headers.get("ratelimit-remaining"));
    };
    await awayFromTheBorder(60_000);
    const first = await left("203.0.113.8");
    expect(await left("203.0.113.8")).toBe(first - 1);
    expect(await left("203.0.113.9")).toBe(first);
  });

  it.each([
    ["an address alone", () => "203.0.113.7"],
    ["another key's seal", () => ClientAddress.seal("203.0.113.7", "another key")],
    [
      "a seal put on another address",
      () => ClientAddress.seal("1.1.1.1", key).replace("1.1.1.1", "203.0.113.7"),
    ],
    ["a seal of six minutes ago", () => ClientAddress.seal("203.0.113.7", key, Date.now() - 360_000)],
    ["nothing", () => ""],
  ])("is the gateway's when a caller forges it: %s", async (_name, header) => {
    process.env.SITE_KEY = key;
    expect(await listed(header())).toBe("198.51.100.1");
  });

  it("is the gateway's in a stage without the key", async () => {
    delete process.env.SITE_KEY;
    expect(await listed(ClientAddress.seal("203.0.113.7", key))).toBe("198.51.100.1");
  });
});
