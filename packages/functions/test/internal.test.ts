import "./support/quiet.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { app } from "../src/api/internal.ts";
import { database, useApi } from "./support/harness.ts";
import { useSandbox } from "./support/mail.ts";
import { newOperator } from "./support/operator.ts";
import { rowCounts } from "./support/world.ts";

useApi();
useSandbox();

const persona = {
  name: "Alba",
  niche: "trail running",
  style: "linen",
  language: "en",
  city: "Madrid",
  country: "Spain",
  age: 27,
};
const subject = {
  name: "Alba",
  niche: "trail running",
  language: "en",
  city: "Madrid",
  tone: "warm, dry, direct",
  scene: "on a forest trail after the rain",
  mood: "calm",
};

async function post(path: string, body: unknown) {
  const response = await app.request(`/internal${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("the internal API works", () => {
  it("writes an identity that says an AI makes the persona, and books it to the owner", async () => {
    const { userId } = await newOperator();
    const { status, body } = await post("/generate/bio", { userId, persona });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(String(body.bio)).toMatch(/AI|🤖|virtual/i);
    expect((body.interests as string[]).length).toBeGreaterThanOrEqual(3);
    const entries = await database()`select kind from cost_entries where owner_id = ${userId}`;
    expect(entries.map((row) => row.kind)).toContain("text");
  });

  it("writes a hook of at most what is seen of a caption", async () => {
    const { userId } = await newOperator();
    const { status, body } = await post("/generate/hook", { userId, subject });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(String(body.text).length).toBeGreaterThan(3);
    expect(String(body.text).length).toBeLessThanOrEqual(150);
  });

  it("judges a text, and gives each reason a sentence", async () => {
    const { userId } = await newOperator();
    const fine = await post("/moderation/check", { userId, text: "a walk along the river", place: "prompt" });
    expect(fine.body).toMatchObject({ verdict: "allow", reasons: [] });
    const bad = await post("/moderation/check", {
      userId,
      text: "a 15 year old schoolgirl",
      place: "prompt",
    });
    expect(bad.body.verdict).toBe("block");
    for (const reason of bad.body.reasons as { sentence: string }[])
      expect(reason.sentence).toMatch(/^[A-Z].*\.$/);
  });
});

describe("the internal API refuses bad input", () => {
  it("a child, a text without a place, an owner that does not exist", async () => {
    const { userId } = await newOperator();
    const before = await rowCounts();
    const young = await post("/generate/bio", { userId, persona: { ...persona, age: 17 } });
    const placeless = await post("/moderation/check", { userId, text: "a" });
    const nobody = await post("/generate/hook", { userId: createId("user"), subject });
    expect([young.status, placeless.status, nobody.status]).toEqual([400, 400, 404]);
    expect(await rowCounts()).toEqual(before);
  });
});
