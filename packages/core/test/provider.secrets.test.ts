import { ProviderError } from "@vixen/core/kit/error.ts";
import { askAnthropic } from "@vixen/core/provider/anthropic.ts";
import { openAi } from "@vixen/core/provider/openai.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";

/** Nobody listens there. */
const nowhere = "http://127.0.0.1:9";
const request = { name: "x", schema: z.object({}), system: "x", prompt: "x", purpose: {} };
const storage = ["R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY", "R2_BUCKET"];

const providers: [
  name: string,
  secrets: Record<string, string>,
  ask: () => Promise<unknown>,
  then: unknown,
][] = [
  [
    "R2",
    { R2_ENDPOINT: nowhere, ...Object.fromEntries(storage.map((name) => [name, "x"])) },
    async () => (await Storage.presignedUrl("a.jpg")).startsWith(`${nowhere}/x/a.jpg?`),
    true,
  ],
  [
    "Replicate",
    { REPLICATE_API_TOKEN: "x", REPLICATE_BASE_URL: nowhere },
    () => Replicate.getPrediction("x").catch(codeOf),
    "no_answer",
  ],
  [
    "OpenAI",
    { OPENAI_API_KEY: "x", OPENAI_BASE_URL: nowhere },
    async () => (await openAi()).baseURL,
    nowhere,
  ],
  [
    "Anthropic",
    { ANTHROPIC_API_KEY: "x", ANTHROPIC_BASE_URL: nowhere },
    () => askAnthropic("x", request).catch(codeOf),
    "no_answer",
  ],
];

function codeOf(error: unknown): string {
  if (error instanceof ProviderError) return error.code;
  throw error;
}

afterEach(() => {
  for (const [, secrets] of providers) for (const name of Object.keys(secrets)) delete process.env[name];
});

it.each(providers)(
  "%s is asked as soon as its secret can be had, though it could not at first",
  async (_name, secrets, ask, then) => {
    await expect(ask()).rejects.toThrow(/is not set/);
    Object.assign(process.env, secrets);
    expect(await ask()).toEqual(then);
  },
);
