/** Named places in the product where a test lets the machine die. Counters are shared by every worker thread. */

import { existsSync, readFileSync } from "node:fs";
import type { CrashPoint } from "./protocol.ts";

const slots = 64;

export type CrashPoints = {
  readonly remaining: SharedArrayBuffer;
  readonly file: string;
  armed(): CrashPoint[];
  /** The `hit`th time `name` is passed, the whole cloud (or only the worker) dies. */
  arm(name: string, hit: number, worker: boolean): void;
  disarm(): void;
  passed(name: string): void;
  /** What is armed, how often each point was passed since start, and all deaths written so far. */
  report(): {
    armed: { name: string; remaining: number; worker: boolean }[];
    passed: Record<string, number>;
    crashes: unknown[];
  };
  onChange(listener: () => void): void;
};

export function createCrashPoints(file: string): CrashPoints {
  const remaining = new SharedArrayBuffer(slots * 4);
  const counters = new Int32Array(remaining);
  const seen = new Map<string, number>();
  const listeners: (() => void)[] = [];
  let points: CrashPoint[] = [];
  let next = 0;
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    remaining,
    file,
    armed: () => points,
    arm(name, hit, worker) {
      const index = next++ % slots;
      Atomics.store(counters, index, hit);
      points = [...points.filter((point) => point.index !== index), { index, name, worker }];
      changed();
    },
    disarm() {
      points = [];
      changed();
    },
    passed: (name) => void seen.set(name, (seen.get(name) ?? 0) + 1),
    report: () => ({
      armed: points.map(({ name, worker, index }) => ({
        name,
        worker,
        remaining: Atomics.load(counters, index),
      })),
      passed: Object.fromEntries(seen),
      crashes: existsSync(file)
        ? readFileSync(file, "utf8")
            .trim()
            .split("\n")
            .filter(Boolean)
            .map((line) => JSON.parse(line) as unknown)
        : [],
    }),
    onChange: (listener) => void listeners.push(listener),
  };
}
