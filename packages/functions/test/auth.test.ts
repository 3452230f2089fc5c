import { sha256 } from "@vixen/core/kit/hash.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { type Answer, call, database, useApi } from "./support/harness.ts";
import { mailsTo, tokenIn, useSandbox } from "./support/mail.ts";
import { awayFromTheBorder } from "./support/window.ts";
import { rowCounts } from "./support/world.ts";

useApi();
useSandbox();

const auth = (path: string, body: unknown, address?: string) =>
  call(`/api/v1/auth/${path}`, { body }, address);
const newEmail = () => `${createId("request")}@example.com`;
const password = "correct horse battery";
const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
const withoutRequestId = ({ status, text }: Answer) => ({ status, text: text.replaceAll(/req_\w+/g, "") });

async function newAccount(email = newEmail()) {
  await auth("sign-up", { email, password, name: "Ana" });
  const [mail] = await mailsTo(email);
  const confirmed = await auth("confirm", { token: tokenIn(mail) });
  return { email, confirmed };
}

const me = (accessToken: unknown) =>
  call("/api/v1/auth/me", { headers: { authorization: `Bearer ${accessToken}` } });

describe("accounts work", () => {
  it("are opened by the mail's link and signed in to by password", async () => {
    const { email, confirmed } = await newAccount();
    expect(confirmed.status, confirmed.text).toBe(200);
    expect(confirmed.headers.get("cache-control")).toBe("no-store");
    const signedIn = await auth("sign-in", { email: email.toUpperCase(), password });
    expect(signedIn.status, signedIn.text).toBe(200);
    const who = await me(signedIn.body.accessToken);
    expect(who.body).toMatchObject({ email, name: "Ana", language: "es" });
    expect(who.text).not.toMatch(/password|hash/i);
  });

  it("say what a link is good for, without using it: it may be used, was used, or is none", async () => {
    const email = newEmail();
    await auth("sign-up", { email, password, name: "Ana" });
    const token = tokenIn((await mailsTo(email))[0]);
    const state = async (of: string) => (await auth("confirm/state", { token: of })).body.state;
    expect([await state(token), await state(token)]).toEqual(["open", "open"]);
    await database()`update email_tokens set expires_at = now() where token_hash = ${sha256(token)}`;
    expect(await state(token)).toBe("invalid");
    await database()`update email_tokens set expires_at = now() + interval '1 hour' where token_hash = ${sha256(token)}`;
    expect((await auth("confirm", { token })).status).toBe(200);
    expect(await state(token)).toBe("confirmed");
    expect(await state("x".repeat(43))).toBe("invalid");
    expect((await auth("confirm/state", { token: "short" })).status).toBe(400);
  });

  it("get another password by mail, which ends every session", async () => {
    const { email, confirmed } = await newAccount();
    expect((await auth("password-reset", { email })).status).toBe(202);
    const [mail] = await mailsTo(email);
    const changed = { token: tokenIn(mail), password: "another long password" };
    expect((await auth("password-reset/confirm", changed)).status).toBe(204);
    expect(codeOf(await me(confirmed.body.accessToken))).toBe("session_ended");
    expect((await auth("sign-in", { email, password })).status).toBe(401);
    expect((await auth("sign-in", { email, password: changed.password })).status).toBe(200);
    expect(codeOf(await auth("password-reset/confirm", changed))).toBe("link_invalid");
  });

  it("get one password by mail, however many links were asked for", async () => {
    const { email } = await newAccount();
    await auth("password-reset", { email });
    await auth("password-reset", { email });
    const [older, newer] = await mailsTo(email);
    const chosen = { token: tokenIn(newer), password: "another long password" };
    expect((await auth("password-reset/confirm", chosen)).status).toBe(204);
    const late = { token: tokenIn(older), password: "a password of somebody else's" };
    expect(codeOf(await auth("password-reset/confirm", late))).toBe("link_invalid");
    expect((await auth("sign-in", { email, password: chosen.password })).status).toBe(200);
  });

  it("are confirmed with the password of the link that is used, whoever signs up in between", async () => {
    const email = newEmail();
    await auth("sign-up", { email, password, name: "Ana" });
    await auth("sign-up", { email, password: "the attacker's wish", name: "Eve" });
    const [first] = await mailsTo(email);
    expect((await auth("confirm", { token: tokenIn(first) })).status).toBe(200);
    expect((await auth("sign-in", { email, password })).status).toBe(200);
    expect((await auth("sign-in", { email, password: "the attacker's wish" })).status).toBe(401);
  });

  it("are not opened under a name that is a message to whoever owns the address", async () => {
    for (const name of ["friend,\n\nYou won", "Claim: https://evil.example/x"]) {
      const before = await rowCounts();
      const answer = await auth("sign-up", { email: newEmail(), password, name });
      expect([answer.status, codeOf(answer)]).toEqual([400, "input_invalid"]);
      expect(await rowCounts()).toEqual(before);
    }
  });

  it("open no session by a password that was changed while it was being compared", async () => {
    const { email } = await newAccount();
    let signingIn: Promise<Answer> | undefined;
    await database().begin(async (sql) => {
      // Not seen by who reads the hash; who opens the session waits for it.
      await sql`update users set password_hash = ${`$2b$12$${"x".repeat(53)}`} where email = ${email}`;
      signingIn = auth("sign-in", { email, password });
      await expect
        .poll(
          () => database()`select pid from pg_stat_activity where wait_event_type = 'Lock'
          and datname = current_database()`,
          { timeout: 10_000 },
        )
        .toHaveLength(1);
    });
    expect(signingIn && codeOf(await signingIn)).toBe("credentials_wrong");
  });
});

describe("accounts refuse bad input", () => {
  it.each([
    ["no address", { password, name: "Ana" }, "email"],
    ["no real address", { email: "ana", password, name: "Ana" }, "email"],
    ["a short password", { email: "a@example.com", password: "short", name: "Ana" }, "password"],
    [
      "a password bcrypt would cut",
      { email: "a@example.com", password: "é".repeat(37), name: "Ana" },
      "password",
    ],
    [
      "a zone that does not exist",
      { email: "a@example.com", password, name: "A", timezone: "Mars/Base" },
      "timezone",
    ],
  ])("%s", async (_name, body, field) => {
    const before = await rowCounts();
    const answer = await auth("sign-up", body);
    expect(answer.body.error).toMatchObject({
      code: "input_invalid",
      fields: { [field]: expect.any(String) },
    });
    expect(await rowCounts()).toEqual(before);
  });

  it("a link that is used, wrong, too old or for another purpose", async () => {
    const { email } = await newAccount();
    await auth("password-reset", { email });
    const [mail] = await mailsTo(email);
    const token = tokenIn(mail);
    expect(codeOf(await auth("confirm", { token }))).toBe("link_invalid");
    expect(codeOf(await auth("confirm", { token: "x".repeat(43) }))).toBe("link_invalid");
    await database()`update email_tokens set expires_at = now() where used_at is null`;
    expect(codeOf(await auth("password-reset/confirm", { token, password }))).toBe("link_invalid");
  });
});

describe("accounts refuse the wrong person", () => {
  it("and answer a known and an unknown address alike", async () => {
    const { email } = await newAccount();
    const unconfirmed = newEmail();
    await auth("sign-up", { email: unconfirmed, password, name: "Ana" });
    const addresses = [email, unconfirmed, newEmail()];
    for (const [path, rest] of [
      ["sign-up", { password, name: "Ana" }],
      ["sign-in", { password: "a wrong password" }],
      ["password-reset", {}],
    ] as const) {
      const answers = [];
      for (const address of addresses) answers.push(await auth(path, { email: address, ...rest }));
      expect(new Set(answers.map((answer) => JSON.stringify(withoutRequestId(answer)))).size, path).toBe(1);
    }
    const mails = await mailsTo(email);
    expect(mails.some((text) => text.includes("/sign-in") && !text.includes("token="))).toBe(true);
  });

  it("are throttled by account, from wherever the tries come, even with the right password", async () => {
    await awayFromTheBorder(15 * 60_000);
    const { email } = await newAccount();
    const tries = [];
    for (let index = 0; index < 9; index++) tries.push(await auth("sign-in", { email, password: "wrong" }));
    expect(tries.map(codeOf)).toContain("credentials_wrong");
    const last = await auth("sign-in", { email, password });
    expect([last.status, codeOf(last)]).toEqual([429, "login_throttled"]);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    // A reset counts as a try as well: the sentence must not send anybody there.
    const reset = await auth("password-reset", { email });
    expect([reset.status, codeOf(reset)]).toEqual([429, "login_throttled"]);
    expect(last.body.error).toMatchObject({
      message: expect.stringMatching(/^Too many tries\. Wait \d+ minutes, then try again\.$/),
    });
  });

  it("are throttled by address, whatever account is tried", async () => {
    await awayFromTheBorder(15 * 60_000);
    const address = "192.0.2.1";
    const reset = () => auth("password-reset", { email: newEmail() }, address);
    const answers = await Promise.all(Array.from({ length: 51 }, reset));
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(50);
    expect(codeOf(await reset())).toBe("login_throttled");
  });

  it("cannot be signed in to while the counter is out of reach", async () => {
    const { email } = await newAccount();
    const table = process.env.LIMITS_TABLE_NAME;
    process.env.LIMITS_TABLE_NAME = "gone";
    const answer = await auth("sign-in", { email, password });
    process.env.LIMITS_TABLE_NAME = table;
    expect([answer.status, codeOf(answer)]).toEqual([503, "login_unavailable"]);
  });
});
