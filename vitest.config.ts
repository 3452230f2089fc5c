import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "stacks/**/*.test.ts", "scripts/**/*.test.ts"],
    globalSetup: ["packages/local/src/testing/vitest-global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
