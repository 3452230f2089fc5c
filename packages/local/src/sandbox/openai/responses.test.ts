import { zodTextFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Clients, startClients } from "../language/testing/sandbox-clients.ts";

let clients: Clients;
beforeAll(async () => {
  clients = await startClients();
});
afterAll(() => clients.close());

const identity = z.object({ bio: z.string().max(150), interests: z.array(z.string()).min(3) });

describe("responses", () => {
  it("parses structured text and says when it was cut", async () => {
    const request = {
      model: "gpt-4o-mini",
      input: "Name: Luna\nNiche: fitness\nLanguage: es",
      text: { format: zodTextFormat(identity, "identity") },
    };
    const whole = await clients.openai.responses.parse(request);
    expect(identity.safeParse(whole.output_parsed).success).toBe(true);
    const { text: _format, ...plain } = request;
    const cut = await clients.openai.responses.create({
      ...plain,
      input: "Name: Luna\nNiche: fitness\nWrite a bio.",
      max_output_tokens: 16,
    });
    expect(cut).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
  });
});
