import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";

/** Everything that can be said of the code without starting it. Parts run side by side, the longest first. */
const root = resolve(import.meta.dirname, "..");
const node = process.execPath;
const bin = (name: string) => `node_modules/.bin/${name}`;

/** The root's own TypeScript is what knip reads code with, which needs the last one written in JavaScript. */
const nativeCompiler = "packages/web/node_modules/.bin/tsc";

interface Part {
  name: string;
  commands: string[][];
}

const parts: Part[] = [
  {
    name: "synth, wiring, cdk-nag",
    commands: [
      [node, "scripts/build/build.ts"],
      [node, "node_modules/vitest/vitest.mjs", "run", "stacks"],
    ],
  },
  {
    // The site's own are checked by its build. The other core is at work: more threads would check some files twice.
    name: "types",
    commands: [
      [nativeCompiler, "-p", ".", "--singleThreaded"],
      [nativeCompiler, "-p", "packages/web/test", "--singleThreaded"],
    ],
  },
  { name: "schema drift", commands: [[node, "scripts/database/check-drift.ts"]] },
  { name: "dead code", commands: [[bin("knip"), "--no-progress"]] },
  { name: "format and lint", commands: [[bin("biome"), "ci", "--colors=off", "."]] },
];

interface Outcome {
  failed: boolean;
  output: string;
}

function execute([command = "", ...args]: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", GOGC: "300" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", (error) => done({ failed: true, output: error.message }));
    child.once("close", (code) => done({ failed: code !== 0, output }));
  });
}

async function check({ name, commands }: Part): Promise<boolean> {
  const start = performance.now();
  let outcome: Outcome = { failed: false, output: "" };
  for (const command of commands) {
    outcome = await execute(command);
    if (outcome.failed) break;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${outcome.failed ? "FAILED" : "ok    "}  ${name}`);
  if (outcome.failed) console.log(outcome.output);
  return !outcome.failed;
}

const start = performance.now();
const waiting = [...parts];
const results: boolean[] = [];
const lane = async () => {
  for (let part = waiting.shift(); part; part = waiting.shift()) results.push(await check(part));
};
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));

const failures = results.filter((isGood) => !isGood).length;
const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
console.log(
  `${seconds} s  ${failures ? `${failures} of ${parts.length} checks failed` : "all checks passed"}`,
);
process.exitCode = failures ? 1 : 0;
