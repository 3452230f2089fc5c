import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { screenPrompt } from "../../safety/hard-block.ts";
import { axes, cellOf, lightsOf, matrix, variationOf } from "./matrix.ts";
import { coverage, planDataset } from "./plan.ts";

const seeds = fc.integer({ min: 0, max: 2_147_483_647 });

describe("planning a dataset", () => {
  it("plans the same pictures for the same seed and others for another", () => {
    expect(planDataset({ seed: 5 })).toEqual(planDataset({ seed: 5 }));
    expect(planDataset({ seed: 5 })).not.toEqual(planDataset({ seed: 6 }));
  });

  it("plans fifty and twenty in reserve, each with a cell, a prompt and a seed of its own", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const plan = planDataset({ seed });
        expect(plan.map((image) => image.index)).toEqual([...plan.keys()]);
        expect(plan.filter((image) => !image.isReserve)).toHaveLength(50);
        for (const key of ["cell", "prompt", "seed"] as const) {
          expect(new Set(plan.map((image) => image[key])).size).toBe(70);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("covers each value of each axis, evenly where nothing forbids it, in the base already", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const report = coverage(planDataset({ seed }).slice(0, 50));
        expect(report.empty).toEqual([]);
        for (const axis of ["expression", "outfit", "setting"] as const) {
          const counts = Object.values(report.axes[axis]);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("spreads the reserve over every framing and more than half the cells of framing and angle", () => {
    const plan = planDataset({ seed: 1 });
    const reserve = coverage(plan.filter((image) => image.isReserve));
    expect(Object.values(reserve.axes.framing).every((images) => images > 0)).toBe(true);
    expect(Math.max(...Object.values(reserve.axes.framing))).toBeLessThanOrEqual(6);
    expect(coverage(plan).cells.filter((cell) => cell.images > 0).length).toBeGreaterThan(18);
  });

  it("lights every setting as it can be lit", () => {
    for (const { variation } of planDataset({ seed: 9 })) {
      expect(lightsOf[variation.setting]).toContain(variation.light);
    }
  });

  it("asks for nothing that the safety screen would stop", () => {
    for (const { prompt } of planDataset({ seed: 3, count: 200 })) expect(screenPrompt(prompt)).toEqual([]);
  });

  it("plans any number of pictures", () => {
    for (const count of [0, 1, 7, 400])
      expect(planDataset({ seed: 2, count, over: 3 })).toHaveLength(count + 3);
  });
});

describe("a cell's key", () => {
  it("is read back to the variation it was made of", () => {
    for (const { cell, variation } of planDataset({ seed: 4 })) {
      expect(variationOf(cell)).toEqual(variation);
      expect(cellOf(variation)).toBe(cell);
    }
  });

  it.each([
    "",
    "portrait",
    "portrait/front/neutral/window/tshirt/moon",
    "portrait/front/neutral/window/tshirt/cafe/x",
  ])("is refused when it is %j", (cell) => {
    expect(() => variationOf(cell)).toThrow(/no cell of the dataset matrix/u);
  });
});

describe("the coverage of a set", () => {
  it("counts zero for everything when nothing is there", () => {
    const report = coverage([]);
    expect(report.cells).toHaveLength(36);
    expect(report.cells.every((cell) => cell.images === 0)).toBe(true);
    expect(report.empty).toHaveLength(axes.reduce((sum, axis) => sum + Object.keys(matrix[axis]).length, 0));
  });

  it("adds up to the images on every axis and over the cells", () => {
    const plan = planDataset({ seed: 11 });
    const report = coverage(plan);
    for (const axis of axes) expect(Object.values(report.axes[axis]).reduce((a, b) => a + b, 0)).toBe(70);
    expect(report.cells.reduce((sum, cell) => sum + cell.images, 0)).toBe(70);
  });
});
