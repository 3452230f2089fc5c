import sharp from "sharp";
import { expect, test } from "vitest";
import { hasProvenance, prepare } from "./picture.ts";

const noise = (seed: number) =>
  sharp({
    create: {
      width: 400,
      height: 500,
      channels: 3,
      background: { r: 40 * seed, g: 90, b: 200 },
      noise: { type: "gaussian", mean: 100 + seed, sigma: 30 },
    },
  });
const pixels = (image: Buffer) => sharp(image).raw().toBuffer();

test("a JPEG says that a trained model made it, and not a pixel of it changed", async () => {
  const original = await noise(1).jpeg().toBuffer();
  const { jpeg, width, height } = await prepare(original);
  expect(await hasProvenance(original)).toBe(false);
  expect(await hasProvenance(jpeg)).toBe(true);
  expect((await pixels(jpeg)).equals(await pixels(original))).toBe(true);
  expect([width, height]).toEqual([400, 500]);
});

test("other formats, and a JPEG that says something else already, are encoded anew with the statement", async () => {
  const claims = await noise(2)
    .jpeg()
    .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'>a camera</x:xmpmeta>")
    .toBuffer();
  for (const original of [await noise(2).webp().toBuffer(), await noise(2).png().toBuffer(), claims]) {
    const { jpeg } = await prepare(original);
    const { format, xmpAsString } = await sharp(jpeg).metadata();
    expect(format).toBe("jpeg");
    expect(await hasProvenance(jpeg)).toBe(true);
    expect(xmpAsString).not.toContain("a camera");
  }
});

test("the hash stays near when a picture is encoded again, and the blurred one is the less sharp", async () => {
  const scene = await sharp({ create: { width: 400, height: 500, channels: 3, background: "#888" } })
    .composite([
      { input: { create: { width: 120, height: 300, channels: 3, background: "#fff" } }, left: 90, top: 60 },
    ])
    .jpeg()
    .toBuffer();
  const [sharpOne, again, blurred] = await Promise.all([
    prepare(scene),
    prepare(await sharp(scene).jpeg({ quality: 60 }).toBuffer()),
    prepare(await sharp(scene).blur(6).jpeg().toBuffer()),
  ]);
  const distance = [...(BigInt(`0x${sharpOne.phash}`) ^ BigInt(`0x${again.phash}`)).toString(2)].filter(
    (bit) => bit === "1",
  );
  expect(distance.length).toBeLessThanOrEqual(6);
  expect(sharpOne.sharpness).toBeGreaterThan(blurred.sharpness);
});

test("the checks see the picture itself, or a smaller copy of one that Rekognition would refuse", async () => {
  const { jpeg, checked } = await prepare(await noise(3).jpeg().toBuffer());
  expect(checked.equals(jpeg)).toBe(true);
  const noisy = { type: "gaussian", mean: 128, sigma: 90 } as const;
  const huge = await sharp({
    create: { width: 2200, height: 1760, channels: 3, background: "#888", noise: noisy },
  })
    .jpeg({ quality: 100 })
    .toBuffer();
  expect(huge.length).toBeGreaterThan(5 * 1024 * 1024);
  const large = await prepare(huge);
  expect(large.checked.length).toBeLessThan(5 * 1024 * 1024);
  expect(await sharp(large.checked).metadata()).toMatchObject({ format: "jpeg", width: 1568, height: 1254 });
  expect([large.width, large.height]).toEqual([2200, 1760]);
});

test("what is no picture is an error of the provider that may be tried again", async () => {
  await expect(prepare(Buffer.from("not a picture"))).rejects.toMatchObject({
    code: "unreadable_picture",
    retryable: true,
  });
});
