import { parseArgs } from "node:util";
import { startSandbox } from "./sandbox.ts";

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    port: { type: "string", default: "0" },
    "s3-port": { type: "string", default: "0" },
    "time-scale": { type: "string", default: process.env.TIME_SCALE ?? "1" },
    seed: { type: "string", default: "1" },
  },
});
if (!values.dir) throw new Error("--dir is needed: the sandbox keeps what it was asked there");

const sandbox = await startSandbox({
  dir: values.dir,
  port: Number(values.port),
  s3Port: Number(values["s3-port"]),
  timeScale: Number(values["time-scale"]),
  seed: Number(values.seed),
});
process.stdout.write(`${JSON.stringify({ url: sandbox.url, s3Url: sandbox.s3Url })}\n`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void sandbox.close().finally(() => process.exit(0));
  });
}
