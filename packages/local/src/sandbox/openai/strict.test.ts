import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clients, startClients } from "../language/testing/sandbox-clients.ts";

let clients: Clients;
beforeAll(async () => {
  clients = await startClients();
});
afterAll(() => clients.close());

const raw = (schema: Record<string, unknown>) =>
  clients.openai.chat.completions.create({
    model: "gpt-4o-mini",
    messages: [{ role: "user", content: "Say something." }],
    response_format: { type: "json_schema", json_schema: { name: "broken", strict: true, schema } },
  });

const text = { type: "string" };
const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});

describe("strict schemas", () => {
  it.each([
    [
      "additionalProperties missing",
      object({ a: text }, { additionalProperties: undefined }),
      /additionalProperties/,
    ],
    ["a property not required", object({ a: text, b: text }, { required: ["a"] }), /Missing 'b'/],
    ["an array at the root", { type: "array", items: text }, /type: "object"/],
    ["a union at the root", { anyOf: [object({ a: text })] }, /anyOf/],
    ["allOf", object({ a: { allOf: [text] } }), /'allOf' is not permitted/],
    ["not", object({ a: { not: text } }), /'not' is not permitted/],
    ["a default", object({ a: { type: "string", default: "x" } }), /'default' is not permitted/],
    ["an unknown format", object({ a: { type: "string", format: "uri" } }), /'uri' is not a valid format/],
    [
      "an open object deep inside",
      object({ a: { type: "array", items: { type: "object", properties: {} } } }),
      /items/,
    ],
  ])("refuses %s", async (_name, schema, message) => {
    await expect(raw(schema)).rejects.toMatchObject({
      status: 400,
      type: "invalid_request_error",
      message: expect.stringMatching(message),
    });
  });
});
