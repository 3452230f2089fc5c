import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export const root = resolve(import.meta.dirname, "../..");

/** A command with the reason it stands where it stands; a function where no command says it. */
export interface Step {
  why: string;
  command?: string[];
  work?: () => Promise<unknown> | unknown;
  cwd?: string;
}

export interface Options {
  stage: string;
  isDryRun: boolean;
}

/** Stages somebody else relies on: they are deployed by the workflow alone, from a commit that passed. */
const permanentStages = ["staging", "production"];

/** `--stage S [--dry-run]`, which every script here takes. Ends the process on a stage with an impossible name. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: { stage: { type: "string" }, "dry-run": { type: "boolean", default: false } },
  });
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(values.stage ?? "")) {
    console.error("Give the stage: --stage staging, --stage production, or a name of your own.");
    process.exit(2);
  }
  return { stage: values.stage ?? "", isDryRun: values["dry-run"] };
}

export const isPermanentStage = (stage: string): boolean => permanentStages.includes(stage);

/** SST from the lock, under the Node that runs this. */
export const sst = (...args: string[]): string[] => ["npx", "--no-install", "sst", ...args];

/** Takes the steps one after the other and stops at the first that fails; a dry run prints and does nothing. */
export async function take(steps: Step[], { isDryRun }: Options): Promise<void> {
  for (const { why, command, work, cwd } of steps) {
    console.log(`# ${why}`);
    if (command) console.log(`${cwd ? `(cd ${cwd}) ` : ""}${command.map(quoted).join(" ")}`);
    if (isDryRun) continue;
    if (command) execute(command, cwd);
    await work?.();
  }
}

function execute([command = "", ...args]: string[], cwd = root) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) {
    console.error(`${command} ended with ${status}`);
    process.exit(status ?? 1);
  }
}

/** Runs a command and returns what it wrote. Throws when it fails. */
export function outputOf([command = "", ...args]: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout.trim();
}

const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
