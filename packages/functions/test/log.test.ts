import { createHmac } from "node:crypto";
import { createId } from "@vixen/core/kit/id.ts";
import type { APIGatewayProxyEventV2, Context, SQSEvent } from "aws-lambda";
import { beforeEach, describe, expect, it } from "vitest";
import { app as internal } from "../src/api/internal.ts";
import { handler as sendMail } from "../src/user/send-mail.ts";
import { handler as receiveReplicate } from "../src/webhook/receive-replicate.ts";
import { call, database, useApi } from "./support/harness.ts";
import { logged, useLog } from "./support/log.ts";
import { clearFaults, fault, mailsTo, tokenIn, useSandbox } from "./support/mail.ts";
import { newOperator } from "./support/operator.ts";

useApi();
useSandbox();
useLog();
beforeEach(clearFaults);
// A call is tried four times with pauses between.
process.env.TIME_SCALE = "50";

const context = {
  functionName: "test",
  awsRequestId: createId("request"),
  getRemainingTimeInMillis: () => 60_000,
} as Context;
const password = "correct horse battery";
const auth = (path: string, body: unknown) => call(`/api/v1/auth/${path}`, { body });

/** What no line may hold: each secret whole, and the beginning of it that would give it away. */
function expectUnlogged(events: string[], secrets: Record<string, string | undefined>): void {
  const text = logged();
  // Otherwise nothing was logged at all, and the test would prove nothing.
  for (const event of events) expect(text).toContain(event);
  for (const [name, value] of Object.entries(secrets)) {
    expect(value?.length ?? 0, `${name} is known to the test`).toBeGreaterThan(7);
    expect(text.includes(value ?? ""), `${name} is in the log`).toBe(false);
    expect(text.includes(value?.slice(0, 8) ?? ""), `the beginning of ${name} is in the log`).toBe(false);
  }
}

const keys = () => ({
  openAiKey: process.env.OPENAI_API_KEY,
  signingKey: process.env.AUTH_JWT_PRIVATE_KEY?.split("\n")[1],
  databaseUrl: process.env.DATABASE_URL,
});

describe("the log", () => {
  it("holds nothing that was typed, mailed or handed out while an account is opened, used and recovered", async () => {
    const email = `ana.${createId("request")}@example.com`;
    await auth("sign-up", { email, password, name: "Ana" });
    const [confirmation] = await mailsTo(email);
    const confirmed = await auth("confirm", { token: tokenIn(confirmation) });
    const wrong = "a wrong password of mine";
    expect((await auth("sign-in", { email, password: wrong })).status).toBe(401);
    const signedIn = await auth("sign-in", { email, password });
    const refreshed = await auth("refresh", { refreshToken: signedIn.body.refreshToken });
    expect(refreshed.status, refreshed.text).toBe(200);
    // Used a second time: refused, and the session ends.
    await auth("refresh", { refreshToken: signedIn.body.refreshToken });
    await auth("password-reset", { email });
    const [reset] = await mailsTo(email);
    const next = "another long password";
    await auth("password-reset/confirm", { token: tokenIn(reset), password: next });
    await auth("password-reset/confirm", { token: tokenIn(reset), password: next });
    await auth("sign-up", { email, password, name: 7 });
    await call("/api/v1/auth/sign-in", { raw: `{"email":"${email}","password":"${password}"` });
    await call("/api/v1/auth/me", { headers: { authorization: `Bearer ${signedIn.body.accessToken}x` } });
    const [user] = await database()`select password_hash from users where email = ${email}`;
    expectUnlogged(["request_refused", "credentials_wrong", "link_invalid", "token_invalid"], {
      ...keys(),
      email,
      password,
      wrong,
      next,
      passwordHash: user?.password_hash,
      confirmationToken: tokenIn(confirmation),
      confirmationMail: confirmation?.slice(0, 40),
      resetToken: tokenIn(reset),
      resetMail: reset?.slice(0, 40),
      firstAccessToken: String(confirmed.body.accessToken).split(".")[1],
      accessToken: String(signedIn.body.accessToken).split(".")[1],
      refreshToken: String(signedIn.body.refreshToken),
      newRefreshToken: String(refreshed.body.refreshToken),
    });
  });

  it("holds neither the signature nor the body of a webhook that is refused, nor the secret that signs", async () => {
    const secret = `whsec_${Buffer.from("thirty-two bytes for a signature").toString("base64")}`;
    process.env.REPLICATE_WEBHOOK_SECRET = secret;
    const sign = (body: string) => {
      const [id, timestamp] = ["msg_1", String(Math.floor(Date.now() / 1000))];
      const key = Buffer.from(secret.slice("whsec_".length), "base64");
      const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
      return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1,${signature}`,
      };
    };
    const receive = (body: string, headers: Record<string, string>) =>
      receiveReplicate(
        { headers, body, isBase64Encoded: false } as unknown as APIGatewayProxyEventV2,
        context,
      );
    const body = JSON.stringify({
      id: "p".repeat(26),
      status: "succeeded",
      output: ["https://x.example/0.jpg"],
    });
    const headers = sign(body);
    const forged = { ...headers, "webhook-signature": "v1,bm90IHRoZSBzaWduYXR1cmUgYXQgYWxs" };
    expect((await receive(body, forged)).statusCode).toBe(401);
    const garbled = "not JSON but signed all the same";
    expect((await receive(garbled, sign(garbled))).statusCode).toBe(400);
    // Nothing listens for the message: our own failure.
    process.env.QUEUE_PROVIDER_EVENT_URL = "http://127.0.0.1:1/provider-event";
    process.env.AWS_ENDPOINT_URL_SQS = "http://127.0.0.1:1";
    expect((await receive(body, headers)).statusCode).toBe(500);
    expectUnlogged(["webhook_refused", "webhook_failed"], {
      ...keys(),
      secret: secret.slice("whsec_".length),
      signature: headers["webhook-signature"].slice(3),
      forged: forged["webhook-signature"].slice(3),
      body: "x.example/0.jpg",
      garbled,
    });
  });

  it("says that a provider failed, and neither with which key nor what was asked of it", async () => {
    const { userId } = await newOperator();
    await fault({ kind: "500", match: { provider: "openai" }, rate: 1 });
    await fault({ kind: "garbage", match: { provider: "anthropic" }, rate: 1 });
    const subject = {
      name: "Alba",
      niche: "a niche of hers alone",
      language: "en",
      city: "Madrid",
      tone: "warm, dry, direct",
      scene: "on a path that nobody else knows",
      mood: "calm",
    };
    const answer = await internal.request("/internal/generate/hook", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ userId, subject }),
    });
    expect(answer.status).toBe(503);
    expectUnlogged(["text_falls_back", "request_failed"], {
      ...keys(),
      anthropicKey: process.env.ANTHROPIC_API_KEY,
      niche: subject.niche,
      scene: subject.scene,
    });
  });

  it("says that a mail could not be sent, and neither to whom nor what it said", async () => {
    const email = `ana.${createId("request")}@example.com`;
    await auth("sign-up", { email, password, name: "Anastasia" });
    const [due] = await database()`
      select token.id, token.owner_id from email_tokens as token
      join users on users.id = token.owner_id where users.email = ${email}`;
    const body = { userId: due?.owner_id, emailTokenId: due?.id };
    const detail = { id: createId("outbox"), actor: { type: "system", name: "test" }, body };
    const message = (text: string) =>
      ({ Records: [{ messageId: "m1", body: text, attributes: {} }] }) as unknown as SQSEvent;
    await fault({ kind: "500", match: { provider: "email" }, rate: 1 });
    const failed = await sendMail(
      message(JSON.stringify({ "detail-type": "user.mail_requested", detail })),
      context,
    );
    expect(failed.batchItemFailures).toHaveLength(1);
    const garbled = "a message that is no JSON";
    expect((await sendMail(message(garbled), context)).batchItemFailures).toHaveLength(1);
    expectUnlogged(["message_failed", "ses answered 500"], {
      ...keys(),
      email,
      name: "Anastasia",
      link: "studio.example/",
      garbled,
    });
  });
});
