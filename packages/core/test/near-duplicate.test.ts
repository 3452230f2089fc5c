import { hamming, nearDuplicateDistance } from "@vixen/core/avatar/dataset/curate.ts";
import { planDataset } from "@vixen/core/avatar/dataset/plan.ts";
import { prepare } from "@vixen/core/generation/picture.ts";
import { Look } from "@vixen/local/sandbox/picture/look.ts";
import { type PictureOrder, renderPicture } from "@vixen/local/sandbox/picture/render.ts";
import sharp from "sharp";
import { expect, it } from "vitest";

const picture = (changes: Pick<PictureOrder, "prompt" | "seed"> & Partial<PictureOrder>) =>
  renderPicture({
    persona: 4242,
    look: Look.any,
    flaw: undefined,
    width: 816,
    height: 1024,
    format: "jpg",
    quality: 80,
    ...changes,
  });
const hashOf = async (jpeg: Buffer) => (await prepare(jpeg)).phash;

/** The distance of each picture from each other one. */
function distances(hashes: string[]): number[] {
  return hashes.flatMap((left, index) => hashes.slice(index + 1).map((right) => hamming(left, right)));
}

it("the distance of near duplicates parts one shot, however it is pressed, from the next one of a plan", async () => {
  const plan = planDataset({ seed: 5, count: 10, over: 0 });
  const planned: string[] = [];
  for (const [seed, { prompt }] of plan.entries())
    planned.push(await hashOf(await picture({ prompt, seed })));
  expect(Math.min(...distances(planned))).toBeGreaterThan(nearDuplicateDistance);

  const shot = await picture({ prompt: "scene 1", seed: 1, flaw: "near_duplicate" });
  const again = await picture({ prompt: "scene 2", seed: 2, flaw: "near_duplicate" });
  const pressed = await sharp(shot)
    .resize(400)
    .modulate({ brightness: 1.1 })
    .jpeg({ quality: 40 })
    .toBuffer();
  const same = await Promise.all([shot, again, pressed].map(hashOf));
  expect(Math.max(...distances(same))).toBeLessThanOrEqual(nearDuplicateDistance);
});
