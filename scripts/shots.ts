/** Pictures of every page, to look at before a change is called done. They land in `shots/`, which git ignores. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startLaptop } from "../packages/local/src/laptop/laptop.ts";
import { progressBars } from "../packages/local/src/laptop/progress.ts";
import { seedWorkspace, Workspace } from "../packages/local/src/laptop/workspace.ts";
import { languages, pageNames, sizes, takeShots, themes } from "../packages/web/test/shots/take.ts";
import { buildAssembly } from "./build/build.ts";

const { values } = parseArgs({
  options: {
    // Pages by name, several with commas or by repeating it.
    page: { type: "string", multiple: true },
    // Of es, en, light, dark, 1440 and 390: --only en,dark leaves both widths.
    only: { type: "string", multiple: true },
    // Uses the workspace of the last run that kept one: a minute less.
    keep: { type: "boolean", default: false },
    out: { type: "string" },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const listOf = (given: string[] | undefined) => given?.flatMap((value) => value.split(",")) ?? [];

const widths = Object.keys(sizes).map(Number) as (keyof typeof sizes)[];
const [asked, only] = [listOf(values.page), listOf(values.only)];
const ways: string[] = [...languages, ...themes, ...widths.map(String)];
const strange = [
  ...asked.filter((name) => !pageNames.includes(name)),
  ...only.filter((way) => !ways.includes(way)),
];
if (strange.length > 0) {
  say(
    `Unknown: ${strange.join(", ")}. --page knows ${pageNames.join(", ")}; --only knows ${ways.join(", ")}.`,
  );
  process.exit(2);
}
const narrowed = <Way extends string | number>(all: readonly Way[]): Way[] => {
  const some = all.filter((way) => only.includes(String(way)));
  return some.length > 0 ? some : [...all];
};

const directory = resolve(values.out ?? join(import.meta.dirname, "../shots"));
const state = join(directory, ".workspace");
const seedFile = join(state, "workspace.json");
if (!values.keep) rmSync(state, { recursive: true, force: true });
mkdirSync(state, { recursive: true });

say("Building the site…");
const { directory: assembly } = await buildAssembly();
const laptop = await startLaptop({ directory: state, assembly, timeScale: 40, webPort: 0 });
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void laptop.stop().finally(() => process.exit(1)));
}
try {
  if (!existsSync(seedFile)) {
    say("Filling the workspace…");
    const bars = progressBars();
    writeFileSync(seedFile, JSON.stringify(await seedWorkspace(laptop, bars.report)));
    bars.stop();
  }
  const ids = Workspace.parse(JSON.parse(readFileSync(seedFile, "utf8")));
  let count = 0;
  await takeShots(
    { site: laptop.web ?? "", databaseAdminUrl: laptop.databaseAdminUrl },
    ids,
    directory,
    {
      pages: asked.length > 0 ? asked : pageNames,
      sizes: narrowed(widths),
      themes: narrowed(themes),
      languages: narrowed(languages),
    },
    (file) => say(`${String(++count).padStart(4)}  ${file}`),
  );
  say(`${count} pictures in ${directory}`);
} finally {
  await laptop.stop();
  if (!values.keep) rmSync(state, { recursive: true, force: true });
}
