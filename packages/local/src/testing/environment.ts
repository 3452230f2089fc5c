import { afterAll } from "vitest";

/** Puts the environment back when the calling test file ends: the next one may run in the same process. */
export function restoreEnvironment(): void {
  const before = { ...process.env };
  afterAll(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });
}
