import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../../../scripts/build/run.ts";
import openNext from "../../open-next.config.ts";

const web = resolve(import.meta.dirname, "../..");
/** As deep in the repository as the site, so that what is relative leads where it did. */
const copy = resolve(web, `../../.sst/missing-key-${process.pid}`);

/** The site as it is, but for its messages, and without what earlier builds left. */
beforeAll(() => {
  mkdirSync(copy, { recursive: true });
  for (const name of readdirSync(web)) {
    const isSource = name === "src" || /\.(json|mjs|ts)$/.test(name);
    if (isSource) cpSync(join(web, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(web, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function takeOut(language: "es" | "en", namespace: string, key: string): void {
  const file = join(copy, `src/messages/${language}.json`);
  const catalogue = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
  expect(catalogue[namespace]?.[key]).toBeDefined();
  delete catalogue[namespace]?.[key];
  writeFileSync(file, JSON.stringify(catalogue));
}

test("a message that is used and taken out of either language fails the site's build", async () => {
  takeOut("es", "error", "lead");
  takeOut("en", "error", "home");
  // What the deployment runs.
  const failure = await run("sh", ["-c", openNext.buildCommand], {
    cwd: copy,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  }).then(
    () => "",
    (error: Error) => error.message,
  );
  // Spanish is what the code is checked against, and English what Spanish is.
  const wrong = [...String(failure).matchAll(/^(src\S+)\(\d+,\d+\): error/gm)].map(([, file]) => file);
  expect(wrong.toSorted()).toEqual(["src/features/failure.tsx", "src/i18n/request.ts"]);
}, 400_000);
