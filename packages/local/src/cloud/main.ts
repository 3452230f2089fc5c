/**
 * `node packages/local/src/cloud/main.ts --dir <dir> --assembly <.sst/dist> [--port 0] [--time-scale 20]
 *  [--secrets <file>] [--rekognition-url <url>] [--email-url <url>] [--sandbox-url <url>]
 *  [--database-url <url> --database-admin-url <url> | --no-database] [--workers 8]
 *  [--workers-per-function 5] [--web-port 3000] [--with-parent]`
 * Prints one JSON line when everything answers. `kill -9` and the same command again resume everything.
 */

import { parseArgs } from "node:util";
import { endWithParent } from "../parent.ts";
import { startCloud } from "./cloud.ts";

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    assembly: { type: "string" },
    port: { type: "string", default: "0" },
    "time-scale": { type: "string", default: "1" },
    secrets: { type: "string" },
    "rekognition-url": { type: "string" },
    "email-url": { type: "string" },
    "sandbox-url": { type: "string" },
    "database-url": { type: "string" },
    "database-admin-url": { type: "string" },
    "no-database": { type: "boolean", default: false },
    workers: { type: "string" },
    "workers-per-function": { type: "string" },
    "web-port": { type: "string" },
    "with-parent": { type: "boolean", default: false },
  },
});

if (values["with-parent"]) endWithParent();

function required(name: "dir" | "assembly"): string {
  const value = values[name];
  if (!value) throw new Error(`--${name} is missing.`);
  return value;
}

function positive(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least)
    throw new Error(`--${name} must be a number from ${least}: ${text}`);
  return value;
}

try {
  const cloud = await startCloud({
    directory: required("dir"),
    assembly: required("assembly"),
    port: positive("port", values.port, 0),
    timeScale: positive("time-scale", values["time-scale"], 0.001),
    secrets: values.secrets,
    rekognitionUrl: values["rekognition-url"],
    emailUrl: values["email-url"],
    sandboxUrl: values["sandbox-url"],
    databaseUrl: values["database-url"],
    databaseAdminUrl: values["database-admin-url"],
    database: !values["no-database"],
    webPort: values["web-port"] === undefined ? undefined : positive("web-port", values["web-port"], 0),
    workers: values.workers === undefined ? undefined : positive("workers", values.workers, 1),
    workersPerFunction:
      values["workers-per-function"] === undefined
        ? undefined
        : positive("workers-per-function", values["workers-per-function"], 1),
  });
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      // Everything is kept as for kill -9, so a part that does not end in time costs nothing.
      setTimeout(() => process.exit(0), 5000).unref();
      cloud.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
  const { api, console: page, web, functionUrls, databaseUrl, databaseAdminUrl } = cloud;
  console.log(JSON.stringify({ api, console: page, web, functionUrls, databaseUrl, databaseAdminUrl }));
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exit(1);
}
