import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { refuseHalfPrepared } from "./prepared.ts";
import { root } from "./step.ts";

const workflow = readFileSync(join(root, ".github/workflows/deploy.yml"), "utf8");
const scriptsOf = (text: string): string[] =>
  [...text.matchAll(/scripts\/deploy\/[\w-]+\.ts/g)].map(([path]) => path);
const called = [...new Set(scriptsOf(workflow))];

const dryRun = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [script, "--dry-run", ...args], {
    cwd: root,
    encoding: "utf8",
    // No credentials, no npm, no SST: a dry run that calls one of them fails here.
    env: { PATH: "/nowhere" },
  });

test("every job of the workflow calls scripts, and all of them exist", () => {
  const jobs = (workflow.split("\njobs:\n")[1] ?? "").split(/\n(?= {2}[a-z]+:\n)/);
  expect(jobs).toHaveLength(2);
  for (const job of jobs) expect(scriptsOf(job).length, job.slice(0, 20)).toBeGreaterThan(0);
  for (const script of called) expect(existsSync(join(root, script)), script).toBe(true);
});

test("every script that is run is called by the workflow", () => {
  const libraries = ["step.ts", "good-commit.ts", "prepared.ts"];
  const scripts = readdirSync(join(root, "scripts/deploy"))
    .filter((name) => !name.endsWith(".test.ts") && !libraries.includes(name))
    .map((name) => `scripts/deploy/${name}`);
  expect(called.toSorted()).toEqual(scripts.toSorted());
});

test.each(called)("%s says in a dry run what it would do, and does nothing", (script) => {
  for (const stage of ["staging", "production"]) {
    const { status, stdout, stderr } = dryRun(script, "--stage", stage);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^# \S/);
  }
});

test("the database is migrated on its own before any other stack", () => {
  const { stdout } = dryRun("scripts/deploy/migrate-before-traffic.ts", "--stage", "staging");
  expect(stdout).toContain("npx --no-install sst deploy --stage staging database\n");
  expect(called.indexOf("scripts/deploy/migrate-before-traffic.ts")).toBeLessThan(
    called.indexOf("scripts/deploy/deploy.ts"),
  );
});

test("a roll-back deploys the last good commit's code and runs no migration of its own", () => {
  const { stdout } = dryRun("scripts/deploy/roll-back.ts", "--stage", "production");
  expect(stdout).toContain("aws ssm get-parameter --name /vixenbliss/production/good-commit");
  expect(stdout).toContain("sst deploy --stage production\n");
  expect(stdout).not.toContain("migrate-before-traffic");
});

test("a stage that others rely on is not deployed without its package, its origin and somebody to alarm", () => {
  const modules = mkdtempSync(join(tmpdir(), "vixenbliss-modules-"));
  onTestFinished(() => rmSync(modules, { recursive: true }));
  const prepared = { WEB_ORIGIN: "https://studio.example", ALARM_EMAIL: "night@studio.example" };
  const deploy = (environment: Record<string, string>, stage = "staging") =>
    refuseHalfPrepared(stage, environment, modules);
  expect(() => deploy(prepared)).toThrow("install-arm64.ts");
  mkdirSync(join(modules, "@img/sharp-linux-arm64"), { recursive: true });
  expect(() => deploy(prepared)).not.toThrow();
  expect(() => deploy({ ...prepared, WEB_ORIGIN: "http://studio.example" })).toThrow("WEB_ORIGIN");
  expect(() => deploy({ ...prepared, ALARM_EMAIL: "" })).toThrow("ALARM_EMAIL");
  expect(() => deploy({}, "somebody")).not.toThrow();
});

test("a stage with an impossible name is refused", () => {
  const { status, stderr } = dryRun("scripts/deploy/deploy.ts", "--stage", "Prod; rm -rf /");
  expect(status).toBe(2);
  expect(stderr).toContain("Give the stage");
});

test("actions are pinned by commit", () => {
  const others = ["ci.yml", "nightly.yml"].map((name) =>
    readFileSync(join(root, ".github/workflows", name), "utf8"),
  );
  const uses = [...[...others, workflow].join("").matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
});
