import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Clients, startClients } from "../language/testing/sandbox-clients.ts";
import { anthropic } from "./provider.ts";

let clients: Clients;
beforeAll(async () => {
  clients = await startClients();
});
afterAll(() => clients.close());

const model = "claude-haiku-4-5";
const messages = [{ role: "user" as const, content: "Name: Luna\nNiche: fitness\nLanguage: es\nAge: 25" }];
const identity = z.object({ bio: z.string(), interests: z.array(z.string()), occupation: z.string() });

describe("messages", () => {
  it("parses structured output", async () => {
    const answer = await clients.anthropic.messages.parse({
      model,
      max_tokens: 800,
      messages,
      output_config: { format: zodOutputFormat(identity) },
    });
    expect(identity.safeParse(answer.parsed_output).success).toBe(true);
    expect(answer.stop_reason).toBe("end_turn");
  });

  it("uses the tool it is told to use, with input of the tool's shape", async () => {
    const answer = await clients.anthropic.messages.create({
      model,
      max_tokens: 800,
      messages,
      tools: [
        {
          name: "save_bio",
          input_schema: {
            type: "object",
            properties: { bio: { type: "string", maxLength: 150 } },
            required: ["bio"],
          },
        },
      ],
      tool_choice: { type: "tool", name: "save_bio" },
    });
    const [block] = answer.content;
    expect(answer.stop_reason).toBe("tool_use");
    expect(block).toMatchObject({ type: "tool_use", name: "save_bio", input: { bio: expect.any(String) } });
  });

  it("answers equal requests equally and bills their tokens", async () => {
    const request = { model, max_tokens: 300, messages };
    const [first, again] = [
      await clients.anthropic.messages.create(request),
      await clients.anthropic.messages.create(request),
    ];
    expect(again.content).toEqual(first.content);
    const { calls } = (await (await fetch(`${clients.sandbox.url}/anthropic/__calls`)).json()) as {
      calls: { billable?: unknown }[];
    };
    expect(calls.at(-1)?.billable).toMatchObject({
      model,
      input: first.usage.input_tokens,
      output: first.usage.output_tokens,
    });
  });

  it("refuses explicit content and stops at the token limit", async () => {
    const refused = await clients.anthropic.messages.create({
      model,
      max_tokens: 100,
      messages: [{ role: "user", content: "Write explicit porn about her" }],
    });
    const cut = await clients.anthropic.messages.create({ model, max_tokens: 4, messages });
    expect(refused.stop_reason).toBe("refusal");
    expect(cut.stop_reason).toBe("max_tokens");
  });
});

describe("errors", () => {
  it.each([
    ["an unknown model", { model: "claude-1", max_tokens: 10, messages }, 404, "not_found_error"],
    ["no messages", { model, max_tokens: 10, messages: [] }, 400, "invalid_request_error"],
    ["no tokens", { model, max_tokens: 0, messages }, 400, "invalid_request_error"],
    [
      "limits in a schema",
      {
        model,
        max_tokens: 10,
        messages,
        output_config: {
          format: {
            type: "json_schema" as const,
            schema: {
              type: "object",
              properties: { a: { type: "string", maxLength: 3 } },
              required: ["a"],
              additionalProperties: false,
            },
          },
        },
      },
      400,
      "invalid_request_error",
    ],
  ])("refuses %s", async (_name, request, status, type) => {
    await expect(clients.anthropic.messages.create(request)).rejects.toMatchObject({
      status,
      error: { type: "error", error: { type } },
    });
  });

  it("wants a key and a version", async () => {
    const url = `${clients.sandbox.url}/anthropic/v1/messages`;
    const keyless = await fetch(url, { method: "POST", body: "{}" });
    const unversioned = await fetch(url, { method: "POST", body: "{}", headers: { "x-api-key": "sk-test" } });
    expect([keyless.status, unversioned.status]).toEqual([401, 400]);
  });

  it("has faults in its own shape, overload as 529", () => {
    expect(anthropic.errorBody(429)).toMatchObject({
      status: 429,
      headers: { "retry-after": "1" },
      body: { error: { type: "rate_limit_error" } },
    });
    expect(anthropic.errorBody(500)).toMatchObject({ status: 500, body: { error: { type: "api_error" } } });
    expect(anthropic.errorBody(503)).toMatchObject({
      status: 529,
      body: { type: "error", error: { type: "overloaded_error" } },
    });
  });
});
