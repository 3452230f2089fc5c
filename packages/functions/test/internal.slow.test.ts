import "./support/quiet.ts";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { limitTime } from "@vixen/core/kit/time-left.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { app } from "../src/api/internal.ts";
import { database, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";

useApi();

/** Takes every request and answers none. */
const silent = createServer(() => {});
beforeAll(async () => {
  await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const keys = { OPENAI_API_KEY: "x", ANTHROPIC_API_KEY: "x" };
  Object.assign(process.env, keys, { OPENAI_BASE_URL: url, ANTHROPIC_BASE_URL: url });
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const subject = {
  name: "Alba",
  niche: "running",
  language: "en",
  city: "Madrid",
  tone: "dry",
  scene: "a trail",
};

it.each([
  ["a check", "/moderation/check", { text: "a walk along the river", place: "text" }],
  ["a hook", "/generate/hook", { subject }],
])(
  "%s whose providers hang is refused by us, before the function is stopped",
  async (_name, path, body) => {
    const { userId } = await newOperator();
    const stop = Date.now() + 8_000;
    limitTime(() => stop - Date.now());
    const answer = await app.request(`/internal${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ userId, ...body }),
    });
    expect(Date.now()).toBeLessThan(stop);
    limitTime(() => Number.POSITIVE_INFINITY);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: "provider_unavailable" } });
    // No call is left open: nobody knows whether it was billed, and that stands in the ledger.
    const calls = await database()`select status from provider_calls where owner_id = ${userId}`;
    expect(new Set(calls.map(({ status }) => status))).toEqual(new Set(["unknown"]));
  },
  40_000,
);
