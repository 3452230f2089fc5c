import { generateKeyPairSync } from "node:crypto";
import { createId } from "@vixen/core/kit/id.ts";
import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { type Answer, call, database, useApi } from "./support/harness.ts";
import { newOperator, type Operator } from "./support/operator.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
const refresh = (refreshToken: unknown) => call("/api/v1/auth/refresh", { body: { refreshToken } });
const withToken = (token: string) =>
  call("/api/v1/auth/me", { headers: { authorization: `Bearer ${token}` } });

const claims = (operator: Operator) => ({
  sid: operator.sessionId,
  sub: operator.userId,
  iss: "vixenbliss",
  aud: "vixenbliss",
});

describe("sessions work", () => {
  it("lists them, marks the current one, and ends another", async () => {
    const operator = await newOperator();
    const { body } = await operator.call("/auth/sessions");
    expect(body.items).toEqual([expect.objectContaining({ id: operator.sessionId, isCurrent: true })]);
    expect((await operator.call(`/auth/sessions/${operator.sessionId}`, { method: "DELETE" })).status).toBe(
      204,
    );
    expect(codeOf(await operator.call("/auth/me"))).toBe("session_ended");
  });

  it("ends with a sign-out, and so does its refresh token", async () => {
    const operator = await newOperator();
    expect((await operator.call("/auth/sign-out", { method: "POST" })).status).toBe(204);
    expect(codeOf(await operator.call("/auth/me"))).toBe("session_ended");
    expect(codeOf(await refresh(operator.refreshToken))).toBe("session_ended");
  });

  it("gives parallel refreshes of one browser the same next token", async () => {
    const operator = await newOperator();
    const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(operator.refreshToken)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.body.refreshToken)).size).toBe(1);
    const [first] = answers;
    expect((await withToken(String(first?.body.accessToken))).status).toBe(200);
    // A quarter of an hour later the next one is still good, whichever of the four the browser kept.
    await database()`update sessions set rotated_at = now() - interval '15 minutes' where id = ${operator.sessionId}`;
    expect((await refresh(first?.body.refreshToken)).status).toBe(200);
  });
});

describe("a session that was ended while its token is still good", () => {
  it("changes nothing, and is not told what exists and what does not", async () => {
    const operator = await newOperator();
    await database()`update sessions set revoked_at = now() where id = ${operator.sessionId}`;
    const answers = await Promise.all([
      operator.call("/auth/me", { method: "PATCH", body: { name: "Taken" } }),
      operator.call(`/avatars/${createId("avatar")}`),
    ]);
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [401, "session_ended"],
      [401, "session_ended"],
    ]);
    const [user] = await database()`select name from users where id = ${operator.userId}`;
    expect(user?.name).not.toBe("Taken");
  });
});

describe("sessions refuse bad input", () => {
  it("no token, another scheme, no token at all behind it", async () => {
    const codes = [];
    for (const authorization of ["", "Basic abc", "Bearer", "Bearer "]) {
      codes.push(codeOf(await call("/api/v1/auth/me", { headers: authorization ? { authorization } : {} })));
    }
    expect(codes).toEqual(Array(4).fill("sign_in_required"));
  });

  it("a refresh token nobody has", async () => {
    const answer = await refresh("x".repeat(43));
    expect([answer.status, codeOf(answer)]).toEqual([401, "session_ended"]);
  });
});

describe("sessions refuse the wrong person", () => {
  it("whose token has expired", async () => {
    const operator = await newOperator();
    const { importPKCS8 } = await import("jose");
    const key = await importPKCS8(process.env.AUTH_JWT_PRIVATE_KEY ?? "", "EdDSA");
    const old = await new SignJWT(claims(operator))
      .setProtectedHeader({ alg: "EdDSA" })
      .setExpirationTime(1)
      .sign(key);
    const answer = await withToken(old);
    expect([answer.status, codeOf(answer)]).toEqual([401, "token_expired"]);
  });

  it("whose token is forged: another key, no algorithm, the public key as a secret, a changed letter", async () => {
    const operator = await newOperator();
    const { privateKey } = generateKeyPairSync("ed25519");
    const soon = Math.floor(Date.now() / 1000) + 600;
    const sign = (alg: string, key: Parameters<SignJWT["sign"]>[0]) =>
      new SignJWT(claims(operator)).setProtectedHeader({ alg }).setExpirationTime(soon).sign(key);
    const forged = [
      await sign("EdDSA", privateKey),
      new UnsecuredJWT(claims(operator)).setExpirationTime(soon).encode(),
      await sign("HS256", new TextEncoder().encode(process.env.AUTH_JWT_PUBLIC_KEY)),
      operator.accessToken.replace(/.(?=\.[^.]*$)/, (letter) => (letter === "A" ? "B" : "A")),
      "not.a.token",
    ];
    for (const token of forged) {
      const answer = await withToken(token);
      expect([answer.status, codeOf(answer)], token).toEqual([401, "token_invalid"]);
    }
  });

  it("who comes with a refresh token that was replaced long ago: the session ends for both", async () => {
    const operator = await newOperator();
    const { body } = await refresh(operator.refreshToken);
    await database()`update sessions set rotated_at = now() - interval '2 minutes' where id = ${operator.sessionId}`;
    expect(codeOf(await refresh(operator.refreshToken))).toBe("session_ended");
    expect(codeOf(await refresh(body.refreshToken))).toBe("session_ended");
    expect(codeOf(await operator.call("/auth/me"))).toBe("session_ended");
  });

  it("whose token was stolen and traded on, as soon as its owner comes with it", async () => {
    const operator = await newOperator();
    const stolen = await refresh(operator.refreshToken);
    const tradedOn = await refresh(stolen.body.refreshToken);
    const again = await refresh(tradedOn.body.refreshToken);
    expect(again.status).toBe(200);
    expect(codeOf(await refresh(operator.refreshToken))).toBe("session_ended");
    expect(codeOf(await refresh(again.body.refreshToken))).toBe("session_ended");
    expect(codeOf(await withToken(String(again.body.accessToken)))).toBe("session_ended");
  });

  it("who names a session in a token that is not ours: it goes on", async () => {
    const operator = await newOperator();
    const [id, random, seal] = operator.refreshToken.split(".");
    for (const forged of [`${id}.${random}`, `${id}.${"x".repeat(43)}.${seal}`, `${id}..${"x".repeat(43)}`]) {
      expect(codeOf(await refresh(forged))).toBe("session_ended");
    }
    expect((await refresh(operator.refreshToken)).status).toBe(200);
  });

  it("who wants to end another's session", async () => {
    const [owner, stranger] = [await newOperator(), await newOperator()];
    const answer = await stranger.call(`/auth/sessions/${owner.sessionId}`, { method: "DELETE" });
    expect([answer.status, codeOf(answer)]).toEqual([404, "not_found"]);
    expect((await owner.call("/auth/me")).status).toBe(200);
  });

  it("who shows somebody else's session in a token of their own", async () => {
    const [owner, stranger] = [await newOperator(), await newOperator()];
    const { sign } = await import("@vixen/core/user/token.ts");
    const mixed = await sign(stranger.userId, owner.sessionId);
    expect(codeOf(await withToken(mixed))).toBe("session_ended");
  });
});
