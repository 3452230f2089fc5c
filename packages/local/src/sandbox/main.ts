import { parseArgs } from "node:util";
import { endWithParent } from "../parent.ts";
import { rememberedPorts, rememberPorts } from "./remembered-port.ts";
import { startSandbox } from "./sandbox.ts";

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    "time-scale": { type: "string", default: process.env.TIME_SCALE ?? "1" },
    seed: { type: "string", default: "1" },
    "with-parent": { type: "boolean", default: false },
  },
});
if (values["with-parent"]) endWithParent();
if (!values.dir) throw new Error("--dir is needed: the sandbox keeps what it was asked there");

const sandbox = await startSandbox({
  dir: values.dir,
  ...(await rememberedPorts(values.dir)),
  timeScale: Number(values["time-scale"]),
  seed: Number(values.seed),
});
rememberPorts(values.dir, sandbox);
process.stdout.write(`${JSON.stringify({ url: sandbox.url, s3Url: sandbox.s3Url })}\n`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void sandbox.close().finally(() => process.exit(0));
  });
}
