import { defineConfig } from "vitest/config";
import { LongestFirst } from "./packages/local/src/testing/longest-first.ts";

const browserTests = "packages/web/test/*.test.ts";
const besideTheirCode = "packages/*/src/**/*.test.ts";
/** Those that start a Postgres or fill it: each file has its own, and what is connected to it. */
const withPostgres = "packages/local/src/{cloud/postgres,testing}/**";

/** Processes of their own: they need clients that nobody made before, or leave some that others could not use. */
const alone = [
  "packages/core/test/provider.secrets.test.ts",
  "packages/core/test/text.answers.test.ts",
  "packages/functions/test/internal.slow.test.ts",
];

/**
 * As in a Lambda container, the product's modules and clients stay for what comes next: loading them anew for each file
 * took more than half of the processor's time. Each file has a database of its own.
 */
const worker = (workspace: "core" | "functions") => ({
  extends: true as const,
  test: {
    name: workspace,
    include: [`packages/${workspace}/test/**/*.test.ts`],
    exclude: ["**/node_modules/**", ...alone],
    maxWorkers: 3,
    isolate: false,
  },
});

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
          maxWorkers: 3,
          // Modules without state that a file could leave behind: loading them anew for each took half of the time.
          isolate: false,
        },
      },
      worker("core"),
      worker("functions"),
      {
        extends: true,
        test: {
          name: "node",
          include: [
            ...alone,
            "packages/{local,web}/test/**/*.test.ts",
            `${withPostgres}/*.test.ts`,
            "stacks/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", browserTests],
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: [browserTests],
          maxWorkers: 2,
          // Two browsers for all files: what each test sees is a context of its own.
          isolate: false,
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
