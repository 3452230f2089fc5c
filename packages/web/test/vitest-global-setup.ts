import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLaptop } from "@vixen/local/laptop/laptop.ts";
import { openDoor } from "@vixen/local/testing/door.ts";
import type { TestProject } from "vitest/node";
import { buildAssembly } from "../../../scripts/build/build.ts";

/** Where a test file finds the run's laptop. */
export type LaptopPlace = {
  directory: string;
  site: string;
  api: string;
  sandboxUrl: string;
  databaseAdminUrl: string;
};

declare module "vitest" {
  export interface ProvidedContext {
    testLaptopUrl: string;
  }
}

/** One laptop with the site in its production build for all browser tests; each brings accounts of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const door = await openDoor(() => startPlace(60));
  project.provide("testLaptopUrl", door.url);
  return door.close;
}

/** A laptop in a folder of its own, which goes with it. */
export async function startPlace(timeScale: number) {
  const directory = mkdtempSync(join(tmpdir(), "vixen-web-"));
  const { directory: assembly } = await buildAssembly();
  // The main job's own tests run with as many as there are. Here each starts and warms up by itself what two
  // cores cannot run at once anyhow, which is a quarter of what a page costs.
  const laptop = await startLaptop({ directory, assembly, timeScale, webPort: 0, workersPerFunction: 2 });
  const { api, sandboxUrl, databaseAdminUrl, web: site = "" } = laptop;
  return {
    answer: { directory, site, api, sandboxUrl, databaseAdminUrl } satisfies LaptopPlace,
    async stop() {
      await laptop.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
