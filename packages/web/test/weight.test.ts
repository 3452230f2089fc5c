import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { buildAssembly } from "../../../scripts/build/build.ts";

const site = resolve(import.meta.dirname, "../.open-next");
const built = join(site, "server-functions/default/packages/web/.next");
const mostBytes = 190_000;

/** What of a page's manifest says which scripts its layouts, its boundaries and itself start with. */
type Manifest = { entryJSFiles: Record<string, string[]> };

beforeAll(async () => {
  await buildAssembly();
}, 300_000);

/** The pages by their route, each with the scripts it starts with; what it loads later is for the bench. */
function startScripts(): Map<string, string[]> {
  const { rootMainFiles } = JSON.parse(readFileSync(join(built, "build-manifest.json"), "utf8")) as {
    rootMainFiles: string[];
  };
  const context: { globalThis: { __RSC_MANIFEST?: Record<string, Manifest> } } = { globalThis: {} };
  const app = join(built, "server/app");
  for (const path of readdirSync(app, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith("page_client-reference-manifest.js")) {
      runInNewContext(readFileSync(join(app, path), "utf8"), context);
    }
  }
  const manifests = Object.entries(context.globalThis.__RSC_MANIFEST ?? {});
  return new Map(
    manifests.map(([route, { entryJSFiles }]) => {
      // The page for when even the layout fails is never loaded with another one.
      const own = Object.entries(entryJSFiles).filter(([name]) => !name.includes("global-error"));
      return [route, [...new Set([...rootMainFiles, ...own.flatMap(([, files]) => files)])]];
    }),
  );
}

test("no page starts with more than 190 kB of scripts", () => {
  const pages = startScripts();
  expect(pages.size).toBeGreaterThan(15);
  const bytesOf = (file: string) => gzipSync(readFileSync(join(site, "assets/_next", file))).length;
  const weights = [...pages].map(([route, files]) => ({
    route,
    bytes: files.reduce((sum, file) => sum + bytesOf(file), 0),
  }));
  expect(Math.min(...weights.map(({ bytes }) => bytes))).toBeGreaterThan(100_000); // or nothing was weighed
  expect(weights.filter(({ bytes }) => bytes > mostBytes)).toEqual([]);
});
