import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";

const stackSources = [
  "sst.config.ts",
  "stacks/**/*",
  "packages/core/src/**/*",
  "packages/functions/src/**/*",
  "packages/{core,functions}/package.json",
  "migrations/*.sql",
  "package-lock.json",
];
/** Core's vocabularies and schemas are in the site's bundles, and the API's types in its check. */
const siteSources = [
  "packages/{core,functions}/src/**/*",
  "packages/{core,functions}/package.json",
  "packages/web/{app,src,public}/**/*",
  "packages/web/*.{ts,json,mjs}",
  "package-lock.json",
];

/** Names read while synthesising: another value is another assembly. */
const stackVariables = ["WEB_ORIGIN", "CDN_NAME", "ALARM_EMAIL"];

/** Checksum of all that decides what `sst build` puts out; equal sums mean that a build can be skipped. */
export function stackHash(root: string, options: { stage: string; site: boolean }): string {
  const variables = stackVariables.map((name) => [name, process.env[name] ?? dotenvValue(root, name)]);
  const sources = options.site ? [...stackSources, ...siteSources] : stackSources;
  return hashOf(root, sources, JSON.stringify([options, variables, process.arch]));
}

export const siteHash = (root: string): string => hashOf(root, siteSources, process.arch);

function hashOf(root: string, patterns: string[], salt: string): string {
  const files = new Set(globSync(patterns, { cwd: root }).filter((path) => !isIgnored(path)));
  const hash = createHash("sha256").update(salt);
  for (const file of [...files].toSorted()) {
    const path = `${root}/${file}`;
    if (statSync(path).isFile()) hash.update(file).update(readFileSync(path));
  }
  return hash.digest("hex");
}

const isIgnored = (path: string): boolean =>
  /(^|\/)(node_modules|\.next|\.open-next|test)(\/|$)|\.test\.ts$|(next|sst)-env\.d\.ts$/.test(path);

/** SST reads `.env` itself, after us. */
function dotenvValue(root: string, name: string): string | undefined {
  try {
    return readFileSync(`${root}/.env`, "utf8")
      .split("\n")
      .find((line) => line.startsWith(`${name}=`));
  } catch {
    return undefined; // no .env is the ordinary case
  }
}
