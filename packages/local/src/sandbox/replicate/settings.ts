import { z } from "zod";
import type { Frame } from "../frame/frame.ts";

const shape = {
  predictionMs: z.number().min(0),
  trainingMs: z.number().min(0),
  creationsPerMinute: z.number().int().positive(),
  readsPerMinute: z.number().int().positive(),
  flaws: z.boolean(),
};
/** Nominal durations; the clock divides them. `flaws: false` makes every picture a good one. */
const Settings = z.object({
  predictionMs: shape.predictionMs.default(2000),
  trainingMs: shape.trainingMs.default(60_000),
  creationsPerMinute: shape.creationsPerMinute.default(600),
  readsPerMinute: shape.readsPerMinute.default(3000),
  flaws: shape.flaws.default(true),
});
export type Settings = z.infer<typeof Settings>;

export function createSettings(frame: Frame) {
  const name = "replicate settings";
  const stored = frame.database.prepare("select value from settings where name = ?").get(name)?.value;
  let current = Settings.parse(typeof stored === "string" ? JSON.parse(stored) : {});
  return {
    get: () => current,
    /** Throws a `ZodError` for an unknown name or a wrong value. */
    change(input: unknown): Settings {
      current = { ...current, ...z.strictObject(shape).partial().parse(input) } as Settings;
      frame.database
        .prepare("insert or replace into settings (name, value) values (?, ?)")
        .run(name, JSON.stringify(current));
      return current;
    },
  };
}
