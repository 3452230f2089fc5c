import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs, styleText } from "node:util";
import { startLaptop } from "../packages/local/src/laptop/laptop.ts";
import { demoLogin, runMainJob, signInDemo } from "../packages/local/src/laptop/once.ts";
import { progressBars } from "../packages/local/src/laptop/progress.ts";
import { buildAssembly } from "./build/build.ts";

const { values } = parseArgs({
  options: {
    once: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "50" },
    faults: { type: "string" },
    "time-scale": { type: "string" },
    port: { type: "string" },
    "web-port": { type: "string" },
    dir: { type: "string" },
  },
});

const root = resolve(import.meta.dirname, "..");
const say = (line: string) => process.stderr.write(`${line}\n`);

if (values.faults !== undefined && values.faults !== "storm") {
  say(`--faults knows only "storm", not "${values.faults}".`);
  process.exit(2);
}
if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));

say(
  values.once
    ? "Building the stacks…"
    : "Building the stacks and the site. The first time takes a minute or two; the demo begins right after.",
);
const { directory: assembly, cached } = await buildAssembly({
  // The site takes half a minute to build, and a run that ends has nobody to look at it.
  site: !values.once,
  onPart: (part, milliseconds) => say(`  ${(milliseconds / 1000).toFixed(1)} s  ${part}`),
});
if (cached) say("  nothing changed since the last build");

// A run that ends leaves nothing behind; one that stays keeps its state beside the repository.
const isTemporary = values.once && !values.dir;
const directory =
  values.dir ?? (values.once ? mkdtempSync(join(tmpdir(), "vixenbliss-")) : join(root, ".local"));
// Written when the demo persona is done: a start that was interrupted goes on with it, one that was deleted stays so.
const demoMark = join(directory, "demo-done");
const laptop = await startLaptop({
  directory,
  assembly,
  timeScale: Number(values["time-scale"] ?? (values.once ? 20 : 5)),
  seed: Number(values.seed),
  port: Number(values.port ?? (values.once ? 0 : 4000)),
  ...(values.once ? {} : { webPort: Number(values["web-port"] ?? 3000) }),
});
say(
  `API ${laptop.api}/api/v1/openapi.json   cloud ${laptop.console}   providers' sandboxes ${laptop.sandboxUrl}`,
);

let exitCode = 0;
const stop = async () => {
  await laptop.stop();
  if (isTemporary) rmSync(directory, { recursive: true, force: true });
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stop().then(() => process.exit(0)));
}

/** What a person needs to begin, and the last they see on the terminal. */
function welcome(isDemoComing: boolean): string[] {
  const bold = (text: string) => styleText("bold", text, { stream: process.stderr });
  return [
    "",
    // The name that links in mails have: the browser keeps one session for both.
    `  ${bold("Open")}      ${bold((laptop.web ?? "").replace("127.0.0.1", "localhost"))}`,
    `  ${bold("Sign in")}   ${demoLogin.email}`,
    `  ${bold("Password")}  ${demoLogin.password}`,
    `  ${bold("Mail")}      ${laptop.sandboxUrl}/email`,
    "",
    isDemoComing ? "  The demo persona is coming to life there." : `  State is kept in ${directory}.`,
    "  Ctrl+C stops everything.",
  ];
}

const isDemoDue = !values.once && !existsSync(demoMark);
if (isDemoDue) await signInDemo(laptop);
if (values.once || isDemoDue) {
  const footer = values.once ? [] : welcome(true);
  if (!process.stderr.isTTY) for (const line of footer) say(line);
  const bars = progressBars(footer);
  try {
    const options = {
      seed: Number(values.seed),
      count: Number(values.count),
      faults: values.faults,
      isResumed: isDemoDue,
    };
    const result = await runMainJob(laptop, options as Parameters<typeof runMainJob>[1], bars.report);
    bars.stop();
    if (isDemoDue) writeFileSync(demoMark, "");
    if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else
      say(
        `${result.avatar.name} is ${result.avatar.status}: ${result.batch.ready} pieces ready, ${result.batch.review} to review, ${result.batch.blocked} blocked, $${(result.costs.totalCents / 100).toFixed(2)} spent.`,
      );
    if (!result.ok) exitCode = 1;
  } catch (error) {
    bars.stop();
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    say(`Logs: ${directory}/cloud.log and sandbox.log`);
    exitCode = 1;
  }
}
if (values.once) {
  if (exitCode === 0) await stop();
  else await laptop.stop();
  process.exit(exitCode);
}
for (const line of welcome(false)) say(line);
