import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { flawOf, type Source } from "./flaw.ts";
import { Look } from "./look.ts";
import { type PictureOrder, renderPicture } from "./render.ts";
import { readTruth, type Truth } from "./truth.ts";

const order = (changes: Partial<PictureOrder>): PictureOrder => ({
  persona: 1,
  look: Look.any,
  prompt: "portrait in a park, smiling",
  seed: 1,
  flaw: undefined,
  width: 816,
  height: 1024,
  format: "jpg",
  quality: 80,
  ...changes,
});

const scenes = [
  "head and shoulders portrait, facing the camera, laughing, white t-shirt, beach, sunset",
  "tight close-up of the face, calm, studio light, plain grey backdrop",
  "half-body shot, confident, red jacket, city street, overcast",
  "portrait, three-quarters to the left, knit sweater, library, window light",
  "close-up, soft smile, green park, golden hour",
  "half-body shot in a cafe, blue linen shirt, warm evening light",
];

describe("persona pictures", () => {
  it("show one persona more alike to itself than to others, by perceptual hash of the face", async () => {
    const personas = [11, 222, 3333, 44_444, 555_555, 6_666_666];
    const hashes: { persona: number; bits: boolean[] }[] = [];
    for (const persona of personas) {
      for (const [seed, prompt] of scenes.entries()) {
        const bytes = await renderPicture(order({ persona, prompt, seed: seed * 31 + 5 }));
        hashes.push({ persona, bits: await faceHash(bytes) });
      }
    }
    const pairs = hashes.flatMap((left, index) =>
      hashes.slice(index + 1).map((right) => ({
        isSame: left.persona === right.persona,
        distance: distance(left.bits, right.bits),
      })),
    );
    const mean = (isSame: boolean) => {
      const own = pairs.filter((pair) => pair.isSame === isSame);
      return own.reduce((sum, pair) => sum + pair.distance, 0) / own.length;
    };
    const nearestIsSame = hashes.filter((one) => {
      const others = hashes.filter((other) => other !== one);
      const [nearest] = others.sort((a, b) => distance(one.bits, a.bits) - distance(one.bits, b.bits));
      return nearest?.persona === one.persona;
    });
    expect(mean(true)).toBeLessThan(mean(false) * 0.7);
    expect(nearestIsSame.length).toBeGreaterThan(hashes.length * 0.8);
  });

  it("are the same bytes for the same order and other bytes for another seed", async () => {
    const [first, again, other] = await Promise.all([
      renderPicture(order({})),
      renderPicture(order({})),
      renderPicture(order({ seed: 2 })),
    ]);
    expect(first.equals(again)).toBe(true);
    expect(first.equals(other)).toBe(false);
  });

  it.each([
    ["jpg", "jpeg"],
    ["webp", "webp"],
    ["png", "png"],
  ] as const)("are real %s files of the size asked for", async (format, expected) => {
    const bytes = await renderPicture(order({ format, width: 576, height: 1024 }));
    expect(await sharp(bytes).metadata()).toMatchObject({ format: expected, width: 576, height: 1024 });
  });

  it("differ in what surrounds the person as the prompt says", async () => {
    const corner = async (prompt: string) => {
      const bytes = await renderPicture(order({ prompt, seed: 3 }));
      return (await sharp(bytes).extract({ left: 0, top: 0, width: 200, height: 200 }).stats()).dominant;
    };
    const [forest, night] = [
      await corner("portrait in a forest"),
      await corner("portrait in the city at night"),
    ];
    expect(night.g).toBeLessThan(forest.g);
  });
});

describe("the truth in the pixels", () => {
  const shapes = [
    [816, 1024],
    [576, 1024],
    [1024, 576],
    [1024, 1024],
  ] as const;
  it.each(shapes)(
    "survives re-encoding, metadata and shrinking to 512 pixels at %i × %i",
    async (width, height) => {
      const original = await renderPicture(order({ persona: 0xfedcba98, width, height, flaw: "suggestive" }));
      const truth = await readTruth(original);
      expect(truth).toMatchObject({
        persona: 0xfedcba98,
        hasFace: true,
        isSuggestive: true,
        hasNudity: false,
      });
      const copies = await Promise.all([
        sharp(original).jpeg({ quality: 92 }).withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>").toBuffer(),
        sharp(original).resize(512, 512, { fit: "inside" }).jpeg({ quality: 60 }).toBuffer(),
        sharp(original).resize(768, 768, { fit: "inside" }).webp({ quality: 70 }).toBuffer(),
        sharp(original).png().toBuffer(),
      ]);
      for (const copy of copies) expect(await readTruth(copy)).toEqual(truth);
    },
  );

  it("is not found in other pictures", async () => {
    const plain = await sharp({ create: { width: 800, height: 1000, channels: 3, background: "#808080" } })
      .jpeg()
      .toBuffer();
    expect(await readTruth(plain)).toBeUndefined();
    const bytes = await renderPicture(order({}));
    const cropped = await sharp(bytes).extract({ left: 0, top: 0, width: 816, height: 900 }).toBuffer();
    expect(await readTruth(cropped)).toBeUndefined();
  });

  it.each([
    ["no_face", { hasFace: false }],
    ["other_identity", { isOtherIdentity: true }],
    ["weak_identity", { isWeakIdentity: true, persona: 1 }],
    ["young_look", { isYoungLook: true, apparentAge: expect.toSatisfy((age: number) => age < 18) as number }],
    ["nudity", { hasNudity: true }],
    ["suggestive", { isSuggestive: true }],
    ["celebrity", { isCelebrity: true }],
  ] as const)("says what is wrong with a picture flawed by %s", async (flaw, expected: Partial<Truth>) => {
    expect(await readTruth(await renderPicture(order({ flaw })))).toMatchObject(expected);
  });

  it("never shows an adult's age under the floor unless the picture is flawed", async () => {
    for (let persona = 0; persona < 5; persona++) {
      const truth = await readTruth(await renderPicture(order({ persona, width: 408, height: 512 })));
      expect(truth?.apparentAge).toBeGreaterThanOrEqual(26);
    }
  });
});

describe("flaws", () => {
  it.each([
    ["dataset", 0.14, 0.23],
    ["piece", 0.06, 0.14],
    ["candidate", 0.01, 0.06],
  ] as const)("strike %s pictures at their rate", (source: Source, low, high) => {
    const struck = Array.from({ length: 1000 }, (_, seed) => flawOf(source, 7, `prompt ${seed % 50}`, seed));
    const share = struck.filter((flaw) => flaw !== undefined).length / struck.length;
    expect(share).toBeGreaterThan(low);
    expect(share).toBeLessThan(high);
  });

  it("make near-duplicates of a persona the same shot", async () => {
    const make = async (seed: number) =>
      wholeHash(await renderPicture(order({ prompt: `scene ${seed}`, seed, flaw: "near_duplicate" })));
    expect(distance(await make(1), await make(2))).toBeLessThanOrEqual(10);
  });
});

/** dHash over each colour of the face region: cells compared with their neighbours, so light and exposure hardly matter. */
async function faceHash(bytes: Buffer): Promise<boolean[]> {
  const truth = await readTruth(bytes);
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  if (!truth) throw new Error("not a sandbox picture");
  const side = Math.min(width, height, Math.round(truth.face.height * height * 1.1));
  const place = (center: number, most: number) =>
    Math.round(Math.min(most - side, Math.max(0, center - side / 2)));
  const region = { left: place(truth.face.x * width, width), top: place(truth.face.y * height, height) };
  return hash(sharp(bytes).extract({ ...region, width: side, height: side }));
}

const wholeHash = (bytes: Buffer) => hash(sharp(bytes));

async function hash(image: Sharp): Promise<boolean[]> {
  const { data, info } = await image
    .resize(9, 8, { fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const row = info.width * info.channels;
  const across = [...data].flatMap((value, index) =>
    index % row < row - info.channels ? [value > (data[index + info.channels] ?? 0)] : [],
  );
  const down = [...data.subarray(row)].map((value, index) => (data[index] ?? 0) > value);
  return [...across, ...down];
}

const distance = (left: readonly boolean[], right: readonly boolean[]) =>
  left.filter((bit, index) => bit !== right[index]).length;
