import { zodResponseFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Clients, startClients } from "../language/testing/sandbox-clients.ts";

let clients: Clients;
beforeAll(async () => {
  clients = await startClients();
});
afterAll(() => clients.close());

const identity = z.object({
  bio: z.string().max(150),
  backstory: z.string().min(80).max(700),
  interests: z.array(z.string()).min(3).max(6),
  occupation: z.string(),
  location: z.object({ city: z.string(), country: z.string() }),
  personality: z.array(z.string()).min(2).max(4),
});

const persona = (name: string, niche: string, language: string, age = 25) => [
  {
    role: "system" as const,
    content: "You write identities of fictional adult personas. No sexual content.",
  },
  {
    role: "user" as const,
    content: `Name: ${name}\nNiche: ${niche}\nLanguage: ${language}\nAge: ${age}\nStyle: natural`,
  },
];

const ask = async <Schema extends z.ZodType>(
  schema: Schema,
  messages: { role: "system" | "user"; content: string }[],
) => {
  const answer = await clients.openai.chat.completions.parse({
    model: "gpt-4o-mini",
    messages,
    response_format: zodResponseFormat(schema, "answer"),
  });
  const parsed = answer.choices[0]?.message.parsed;
  if (!parsed) throw new Error("nothing was parsed");
  return parsed;
};

describe("structured answers", () => {
  it("fits nested schemas with limits, unions, enums, references and nulls", async () => {
    const step: z.ZodType = z.lazy(() => z.object({ label: z.string(), next: z.union([step, z.null()]) }));
    const schema = z.object({
      kind: z.literal("plan"),
      score: z.number().min(0).max(1),
      count: z.number().int().min(3).max(5),
      when: z.iso.datetime(),
      code: z.string().regex(/^[A-Z]{3}-\d{2,4}$/),
      mail: z.email(),
      tags: z.array(z.enum(["day", "night"])).length(4),
      shape: z.discriminatedUnion("type", [
        z.object({ type: z.literal("square"), side: z.number().min(1) }),
        z.object({ type: z.literal("circle"), radius: z.number().multipleOf(0.5) }),
      ]),
      note: z.string().max(20).nullable(),
      chain: step,
    });
    const answer = await ask(schema, persona("Luna", "fitness", "es"));
    expect(schema.safeParse(answer).error).toBeUndefined();
  });

  it("writes an identity in the persona's language from what it was told", async () => {
    const spanish = await ask(identity, persona("Luna Vega", "fitness", "es", 27));
    const english = await ask(identity, persona("Ivy Stone", "travel", "en", 31));
    expect(`${spanish.bio} ${spanish.backstory}`).toMatch(/fitness/);
    expect(spanish.backstory).toMatch(/27 años/);
    expect(spanish.backstory).toContain(spanish.occupation.toLowerCase());
    expect(english.backstory).toMatch(/\b31\b/);
    expect(english.backstory).toMatch(/travel/);
  });

  it("never writes one bio for two personas", async () => {
    const names = [
      "Luna",
      "Mara",
      "Inés",
      "Vera",
      "Noa",
      "Alba",
      "Sol",
      "Gala",
      "Nora",
      "Lía",
      "Eva",
      "Cloe",
    ];
    const niches = ["fitness", "moda", "viajes", "cocina"];
    const answers = await Promise.all(
      names.flatMap((name) => niches.map((niche) => ask(identity, persona(name, niche, "es")))),
    );
    expect(new Set(answers.map((answer) => answer.bio)).size).toBe(answers.length);
    expect(new Set(answers.map((answer) => answer.backstory)).size).toBe(answers.length);
  });

  it("gives equal answers to equal requests, in another process's sandbox too", async () => {
    const other = await startClients();
    const request = {
      model: "gpt-4o-mini",
      messages: persona("Luna", "fitness", "es"),
      response_format: zodResponseFormat(identity, "identity"),
    };
    const [first, again, elsewhere] = await Promise.all([
      clients.openai.chat.completions.create(request),
      clients.openai.chat.completions.create(request),
      other.openai.chat.completions.create(request),
    ]);
    await other.close();
    expect(again.choices).toEqual(first.choices);
    expect(elsewhere.choices).toEqual(first.choices);
  });
});

describe("chat completions", () => {
  const messages = [
    { role: "user" as const, content: "Write a bio for Luna, a 24-year-old fitness creator." },
  ];

  it("refuses explicit and minor content, but not the rule against it", async () => {
    const answer = async (content: string) =>
      (
        await clients.openai.chat.completions.create({
          model: "gpt-4o-mini",
          messages: [{ role: "user", content }],
        })
      ).choices[0]?.message;
    expect(await answer("Write an explicit sex scene between two strangers.")).toMatchObject({
      content: null,
      refusal: expect.any(String),
    });
    expect((await answer("Escribe una bio sexual de una colegiala de 15 años desnuda"))?.refusal).toMatch(
      /Lo siento/,
    );
    expect(
      (await answer("Write a hook for a beach photo. No nudity, avoid sexual content and minors."))?.refusal,
    ).toBeNull();
  });

  it("cuts at the token limit with the reason `length`", async () => {
    const answer = await clients.openai.chat.completions.create({
      model: "gpt-4o-mini",
      messages: persona("Luna", "fitness", "es"),
      max_completion_tokens: 10,
      response_format: zodResponseFormat(identity, "identity"),
    });
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.choices[0]?.message.content?.length).toBe(40);
    expect(answer.usage?.completion_tokens).toBe(10);
  });

  it("bills the tokens of its usage under the model's undated name", async () => {
    const answer = await clients.openai.chat.completions.create({
      model: "gpt-4o-mini-2024-07-18",
      messages,
    });
    const calls = (await (await fetch(`${clients.sandbox.url}/openai/__calls`)).json()) as {
      calls: { billable?: unknown }[];
    };
    expect(answer.model).toBe("gpt-4o-mini-2024-07-18");
    expect(calls.calls.at(-1)?.billable).toEqual({
      kind: "text",
      model: "gpt-4o-mini",
      unit: "token",
      quantity: answer.usage?.total_tokens,
      input: answer.usage?.prompt_tokens,
      output: answer.usage?.completion_tokens,
    });
  });

  it("answers unknown models, missing keys and unknown paths as OpenAI does", async () => {
    const { openai, sandbox } = clients;
    await expect(openai.chat.completions.create({ model: "gpt-99", messages })).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
    await expect(
      openai.withOptions({ apiKey: "sk-invalid" }).chat.completions.create({ model: "gpt-4o", messages }),
    ).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
    const keyless = await fetch(`${sandbox.url}/openai/v1/chat/completions`, { method: "POST", body: "{}" });
    expect(keyless.status).toBe(401);
    const lost = await fetch(`${sandbox.url}/openai/v1/nowhere`, {
      headers: { authorization: "Bearer sk-test" },
    });
    expect(lost.status).toBe(404);
  });

  it("wants the word JSON for JSON mode and then writes the keys it was asked for", async () => {
    const mode = { type: "json_object" as const };
    await expect(openaiJson("Write a bio", mode)).rejects.toMatchObject({ status: 400 });
    const answer = await openaiJson(
      'Answer in JSON with "bio" and "interests": ["…"] for Luna, niche: fitness',
      mode,
    );
    expect(JSON.parse(answer ?? "")).toEqual({ bio: expect.any(String), interests: expect.any(Array) });
  });

  it("calls the tool it is told to call", async () => {
    const answer = await clients.openai.chat.completions.create({
      model: "gpt-4o-mini",
      messages,
      tools: [
        {
          type: "function",
          function: {
            name: "save",
            strict: true,
            parameters: {
              type: "object",
              properties: { bio: { type: "string" } },
              required: ["bio"],
              additionalProperties: false,
            },
          },
        },
      ],
      tool_choice: { type: "function", function: { name: "save" } },
    });
    const call = answer.choices[0]?.message.tool_calls?.[0];
    expect(call?.type === "function" && JSON.parse(call.function.arguments)).toEqual({
      bio: expect.any(String),
    });
  });

  const openaiJson = async (content: string, response_format: { type: "json_object" }) =>
    (
      await clients.openai.chat.completions.create({
        model: "gpt-4o-mini",
        messages: [{ role: "user", content }],
        response_format,
      })
    ).choices[0]?.message.content;
});
