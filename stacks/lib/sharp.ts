import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * sharp, what it requires, and the platform packages that are installed: on a laptop its own, on deployment
 * also `linux-arm64`, fetched beforehand by `scripts/deploy/install-arm64.ts`. Nothing is installed here:
 * a build must work with the network cut.
 */
export function sharpFiles(): { from: string; to: string }[] {
  const platforms = readdirSync("node_modules/@img").filter((name) => name.startsWith("sharp-"));
  const chosen = platforms.some((name) => name.endsWith("linux-arm64"))
    ? platforms.filter((name) => name.endsWith("linux-arm64"))
    : platforms;
  return ["sharp", "detect-libc", "semver", "@img/colour", ...chosen.map((name) => `@img/${name}`)]
    .map((name) => join("node_modules", name))
    .filter((path) => existsSync(path))
    .map((path) => ({ from: path, to: path }));
}
