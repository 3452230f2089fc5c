import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startAwsStub } from "./aws-stub.ts";
import { holdLock } from "./lock.ts";
import { openFindings } from "./nag-report.ts";
import { run } from "./run.ts";
import { siteHash, stackHash } from "./source-hash.ts";

const root = resolve(import.meta.dirname, "../..");
const MARKER = ".build.json";
const whole = ".sst/dist";
const withoutSite = ".sst/dist-fast";
const DAY_MS = 86_400_000;

export interface BuildOptions {
  stage?: string;
  /** Without the site a build takes seconds: enough to run the laptop cloud and to test the wiring. */
  site?: boolean;
  /** Where the assembly goes; default `.sst/dist`, or without the site `.sst/dist-fast`. */
  directory?: string;
  /** Build even if nothing changed since the assembly in `directory`. */
  force?: boolean;
  /** Called with each finished part and its duration. */
  onPart?: (part: string, milliseconds: number) => void;
}

/**
 * Synthesises the stacks offline and returns the folder with the templates and bundles. Does nothing when the
 * folder holds the assembly of the same sources. Throws when a handler does not build or cdk-nag objects.
 */
export async function buildAssembly(
  options: BuildOptions = {},
): Promise<{ directory: string; cached: boolean }> {
  const { stage = "laptop", site = true, onPart = () => {} } = options;
  const directory = resolve(root, options.directory ?? (site ? whole : withoutSite));
  using _lock = await holdLock(join(root, ".sst/build.lock"));
  const standing = options.force ? undefined : findAssembly(root, { ...options, stage, site });
  if (standing) return { directory: standing, cached: true };
  const hash = stackHash(root, { stage, site });

  const timed = async (part: string, work: () => unknown) => {
    const start = performance.now();
    await work();
    onPart(part, performance.now() - start);
  };
  if (site) await timed("site (OpenNext)", () => buildSite(options.force ?? false));
  const fresh = `${directory}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  try {
    await timed("stacks (sst build)", () => synthesise(stage, site, fresh));
    await timed("cdk-nag report", () => refuseFindings(fresh));
    writeFileSync(join(fresh, MARKER), JSON.stringify({ hash, stage, site }));
    replace(directory, fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return { directory, cached: false };
}

/** The folder of an assembly of the sources as they are; one with the site will do for who needs none. */
export function findAssembly(
  root: string,
  { stage, site, directory }: { stage: string; site: boolean; directory?: string | undefined },
): string | undefined {
  const isFresh = (folder: string, hasSite: boolean) =>
    markedHash(folder) === stackHash(root, { stage, site: hasSite });
  if (directory) return isFresh(resolve(root, directory), site) ? resolve(root, directory) : undefined;
  if (isFresh(resolve(root, whole), true)) return resolve(root, whole);
  return !site && isFresh(resolve(root, withoutSite), false) ? resolve(root, withoutSite) : undefined;
}

function markedHash(directory: string): string | undefined {
  const marker = join(directory, MARKER);
  if (!existsSync(marker)) return undefined;
  return (JSON.parse(readFileSync(marker, "utf8")) as { hash: string }).hash;
}

async function buildSite(force: boolean) {
  const web = join(root, "packages/web");
  const hash = siteHash(root);
  if (!force && markedHash(join(web, ".open-next")) === hash) return;
  rmSync(join(web, ".open-next"), { recursive: true, force: true });
  await run("npx", ["open-next", "build"], { cwd: web, env: offline() });
  writeFileSync(join(web, ".open-next", MARKER), JSON.stringify({ hash }));
}

async function synthesise(stage: string, site: boolean, to: string) {
  await using stub = await startAwsStub();
  await run(process.execPath, ["node_modules/sst/cli/sst.js", "build", "--stage", stage, "--to", to], {
    cwd: root,
    env: {
      ...offline(),
      AWS_ENDPOINT_URL: stub.url,
      SITE_IS_BUILT: "1",
      WITHOUT_SITE: site ? undefined : "1",
      SST_BUILD_CONCURRENCY: String(availableParallelism()),
    },
  });
}

/** Nothing below may reach the network or a real account, whatever the shell has set. */
function offline(): Record<string, string | undefined> {
  return {
    ...process.env,
    PATH: `${join(import.meta.dirname, "bin")}:${process.env.PATH}`,
    NODE_ENV: undefined, // vitest's "test" makes SST skip half of its synthesis
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_ACCESS_KEY_ID: "build",
    AWS_SECRET_ACCESS_KEY: "build",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    // esbuild and tsc are Go programs that end soon: collecting garbage at every doubling is a fifth of their work.
    GOGC: process.env.GOGC ?? "300",
    SST_TELEMETRY_DISABLED: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    npm_config_offline: "true",
  };
}

function refuseFindings(assembly: string) {
  const findings = openFindings(assembly);
  if (findings.length === 0) return;
  const lines = findings.map(({ rule, resource, info }) => `  ${rule} ${resource}: ${info}`);
  throw new Error(
    `cdk-nag has ${findings.length} findings that are neither mended nor excused:\n${lines.join("\n")}`,
  );
}

/**
 * Puts the new assembly in the old one's place. Bundles of the last day stay: a laptop cloud that runs from
 * the old templates still starts workers from them.
 */
function replace(directory: string, fresh: string) {
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const isRecentBundle = name.startsWith("asset.") && Date.now() - statSync(path).mtimeMs < DAY_MS;
    if (isRecentBundle && !existsSync(join(fresh, name))) renameSync(path, join(fresh, name));
  }
  rmSync(directory, { recursive: true, force: true });
  renameSync(fresh, directory);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      stage: { type: "string" },
      out: { type: "string" },
      fast: { type: "boolean", default: false },
      force: { type: "boolean", default: false },
    },
  });
  const start = performance.now();
  const say = (milliseconds: number, text: string) =>
    console.log(`${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${text}`);
  try {
    const { directory, cached } = await buildAssembly({
      stage: values.stage,
      directory: values.out,
      site: !values.fast,
      force: values.force,
      onPart: (part, milliseconds) => say(milliseconds, part),
    });
    say(performance.now() - start, `${cached ? "nothing changed:" : "built"} ${directory}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
