import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clients, startClients } from "../language/testing/sandbox-clients.ts";

let clients: Clients;
beforeAll(async () => {
  clients = await startClients();
});
afterAll(() => clients.close());

const model = "text-embedding-3-small";
const cosine = (left: number[], right: number[]) =>
  left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);

describe("embeddings", () => {
  it("brings texts that share words nearer than texts that do not", async () => {
    const { data } = await clients.openai.embeddings.create({
      model,
      input: [
        "Le encanta correr por la playa al amanecer",
        "Corre en la playa muy temprano",
        "Prefiere jugar videojuegos por la noche",
      ],
    });
    const [run, runner, gamer] = data.map((one) => one.embedding);
    expect(run).toHaveLength(1536);
    expect(cosine(run ?? [], runner ?? [])).toBeGreaterThan(cosine(run ?? [], gamer ?? []) + 0.1);
    expect(cosine(run ?? [], run ?? [])).toBeCloseTo(1, 4);
  });

  it("gives the same numbers as floats and as base64, in the size asked for", async () => {
    const input = "playa";
    const packed = await clients.openai.embeddings.create({ model, input, dimensions: 256 });
    const plain = await clients.openai.embeddings.create({
      model,
      input,
      dimensions: 256,
      encoding_format: "float",
    });
    expect(packed.data[0]?.embedding).toHaveLength(256);
    expect(cosine(packed.data[0]?.embedding ?? [], plain.data[0]?.embedding ?? [])).toBeCloseTo(1, 5);
  });

  it.each([
    ["an empty text", { input: "" }],
    ["too many texts", { input: Array.from({ length: 2049 }, () => "a") }],
    ["a text of over 8,192 tokens", { input: "word ".repeat(8000) }],
    ["more dimensions than the model has", { input: "a", dimensions: 4000 }],
  ])("refuses %s", async (_name, request) => {
    await expect(clients.openai.embeddings.create({ model, ...request })).rejects.toMatchObject({
      status: 400,
    });
  });
});
