import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clients, startClients } from "../language/testing/sandbox-clients.ts";
import { Look } from "../picture/look.ts";
import { renderPicture } from "../picture/render.ts";

let clients: Clients;
beforeAll(async () => {
  clients = await startClients();
});
afterAll(() => clients.close());

const moderate = async (input: Parameters<Clients["openai"]["moderations"]["create"]>[0]["input"]) => {
  const { results } = await clients.openai.moderations.create({ model: "omni-moderation-latest", input });
  const [result] = results;
  if (!result) throw new Error("no result");
  return result;
};

describe("texts", () => {
  it.each([
    "Luna, 24 años, entrenadora personal en Madrid. Fuerza, café y cero prisas.",
    "Photo of a 25-year-old woman in a red bikini on the beach at sunset, smiling, full body, 35mm",
    "Fashion shoot on a rooftop, oversized blazer, confident mood, golden hour light",
    "Mujer adulta de 30 años con vestido de noche en un restaurante, luz de velas",
    "Adult woman, fully clothed, no nudity, no minors, non-sexual, studio portrait",
    "Killer heels and nude lipstick for tonight's dinner",
    "Desde niña sueño con vivir frente al mar. Llevo 5 años dando clases de yoga.",
    "Tough workout today: killing it at the gym with the girls",
    "Evita desnudos, menores y violencia. Describe una escena en la cocina.",
  ])("leaves clean: %s", async (text) => {
    const result = await moderate(text);
    expect(result.flagged).toBe(false);
    expect(Math.max(...Object.values(result.category_scores))).toBeLessThan(0.3);
  });

  it.each([
    ["sexual", "A naked woman having sex on the bed, explicit"],
    ["sexual", "Foto de ella completamente desnuda, sin ropa"],
    ["sexual/minors", "nude photo of a 15-year-old school girl"],
    ["sexual/minors", "una colegiala de 16 años desnuda en la cama"],
    ["violence", "He stabbed and murdered the man in the alley"],
    ["violence", "quiere asesinar y torturar a su vecino"],
    ["violence/graphic", "gore, dismembered corpse in a pool of blood"],
    ["violence/graphic", "cadáver decapitado en un charco de sangre"],
    ["hate", "immigrants are vermin"],
    ["hate", "los inmigrantes son ratas"],
    ["hate/threatening", "kill all the immigrants, gas the whole lot"],
    ["harassment", "you are a worthless idiot, nobody likes you"],
    ["harassment", "eres una puta basura, das asco"],
    ["harassment/threatening", "te voy a matar, sé dónde vives"],
    ["self-harm", "she wants to commit suicide"],
    ["self-harm/intent", "quiero morir, no quiero vivir más"],
    ["self-harm/instructions", "how to kill myself without pain"],
    ["illicit", "where to buy cocaine and a fake passport"],
    ["illicit/violent", "cómo fabricar una bomba casera"],
    ["sexual", "p0rn video"],
  ] as const)("flags %s in: %s", async (category, text) => {
    const result = await moderate(text);
    expect(result.flagged).toBe(true);
    expect(result.categories[category]).toBe(true);
  });

  it("grades: suggestive lies between clean and explicit", async () => {
    const [clean, suggestive, explicit] = await Promise.all(
      ["A woman in a park", "A seductive woman in sexy lingerie", "A nude woman, explicit sex"].map(
        async (text) => (await moderate(text)).category_scores.sexual,
      ),
    );
    expect(suggestive).toBeGreaterThan((clean ?? 0) + 0.1);
    expect(explicit).toBeGreaterThan((suggestive ?? 0) + 0.3);
  });

  it("judges each string of a list by itself and names all 13 categories", async () => {
    const { results } = await clients.openai.moderations.create({
      input: ["a walk in the park", "naked and nude"],
    });
    expect(results.map((result) => result.flagged)).toEqual([false, true]);
    expect(Object.keys(results[0]?.categories ?? {})).toHaveLength(13);
    expect(results[0]?.category_applied_input_types.sexual).toEqual(["text"]);
  });
});

describe("pictures", () => {
  const plain = () =>
    sharp({ create: { width: 64, height: 64, channels: 3, background: "#8aa" } })
      .jpeg()
      .toBuffer();
  const image = (url: string) => ({ type: "image_url" as const, image_url: { url } });
  const dataUrl = (bytes: Buffer) => `data:image/jpeg;base64,${bytes.toString("base64")}`;

  it("judges a data URL, for the categories that pictures are judged for", async () => {
    const result = await moderate([{ type: "text", text: "a beach" }, image(dataUrl(await plain()))]);
    expect(result.flagged).toBe(false);
    expect(result.category_applied_input_types.sexual).toEqual(["text", "image"]);
    expect(result.category_applied_input_types["sexual/minors"]).toEqual(["text"]);
  });

  it.each([
    ["nudity", 0.9, 1, true],
    ["suggestive", 0.35, 0.45, false],
    ["young_look", 0, 0.01, false],
    [undefined, 0, 0.01, false],
  ] as const)(
    "sees %s in the pixels of a sandbox picture, after resizing too",
    async (flaw, low, high, flagged) => {
      const order = {
        persona: 7,
        look: Look.any,
        prompt: "a beach",
        seed: 3,
        flaw,
        format: "jpg" as const,
        quality: 90,
      };
      const picture = await renderPicture({ ...order, width: 832, height: 1040 });
      const result = await moderate([
        image(dataUrl(await sharp(picture).resize(512).jpeg({ quality: 75 }).toBuffer())),
      ]);
      expect(result.flagged).toBe(flagged);
      expect(result.category_scores.sexual).toBeGreaterThanOrEqual(low);
      expect(result.category_scores.sexual).toBeLessThanOrEqual(high);
      // A child in a picture is not what this endpoint sees.
      expect(result.category_scores["sexual/minors"]).toBe(0);
    },
  );

  it("reads a picture from its address", async () => {
    const bytes = await plain();
    const server = createServer((_request, response) => response.end(bytes)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const result = await moderate([
      image(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a.jpg`),
    ]);
    await new Promise((resolve) => server.close(resolve));
    expect(result.flagged).toBe(false);
  });

  it("takes one picture a request and says so when an address does not answer", async () => {
    const url = dataUrl(await plain());
    await expect(moderate([image(url), image(url)])).rejects.toMatchObject({
      status: 400,
      code: "too_many_images",
    });
    await expect(moderate([image("http://127.0.0.1:9/none.jpg")])).rejects.toMatchObject({
      status: 400,
      code: "invalid_image_url",
    });
    await expect(moderate([image("data:image/jpeg;base64,aGVsbG8=")])).rejects.toMatchObject({
      status: 400,
      code: "invalid_image_format",
    });
  });
});
