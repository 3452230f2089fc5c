import { defineConfig } from "vitest/config";
import { LongestFirst } from "./packages/local/src/testing/longest-first.ts";

const browserTests = "packages/web/test/*.test.ts";
const besideTheirCode = "packages/*/src/**/*.test.ts";
/** Those that start a Postgres or fill it: each file has its own, and what is connected to it. */
const withPostgres = "packages/local/src/{cloud/postgres,testing}/**";

export default defineConfig({
  test: {
    globalSetup: [
      "packages/local/src/testing/vitest-global-setup.ts",
      "packages/web/test/vitest-global-setup.ts",
    ],
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [besideTheirCode],
          exclude: ["**/node_modules/**", withPostgres],
          maxWorkers: 2,
          // Modules without state that a file could leave behind: loading them anew for each took half of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "node",
          include: [
            "packages/*/test/**/*.test.ts",
            `${withPostgres}/*.test.ts`,
            "stacks/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", browserTests],
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: [browserTests],
          maxWorkers: 2,
          // Generous: a limit here is for what hangs. How fast pages are is the bench's business.
          testTimeout: 180_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 30_000 } },
          // A machine that is taken away for half a minute fails one try, told in the report; a defect fails both.
          retry: 1,
          // After the others: a browser, the site and the cloud behind it leave nothing of two cores.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
