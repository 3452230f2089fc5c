import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";

/** `npm test [-- what]`: vitest under this Node. The last line says `N passed, N failed`. */
const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "vitest-"));
const report = join(folder, "report.json");

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
  testResults: {
    status: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
    name: string;
  }[];
}

const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit" },
);

if (!existsSync(report)) {
  console.log("The tests did not run to their end.\n0 passed, 1 failed");
} else {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  ) as Report;
  // A file that cannot even be loaded has no tests to count, and still failed.
  const unloaded = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  for (const { name } of unloaded) console.log(`could not be loaded: ${name}`);
  // A test that passed and has a failure to tell was given a second try: it may hide a race, so it is named.
  for (const { name, assertionResults } of testResults) {
    const shaky = assertionResults.filter(
      ({ status, failureMessages }) => status === "passed" && failureMessages.length > 0,
    );
    for (const { fullName, failureMessages } of shaky) {
      const [reason = ""] = (failureMessages[0] ?? "").split("\n");
      console.log(`needed a second try: ${relative(root, name)} > ${fullName}\n  ${reason}`);
    }
  }
  if (numPendingTests > 0) console.log(`${numPendingTests} skipped`);
  console.log(`${numPassedTests} passed, ${numFailedTests + unloaded.length} failed`);
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
