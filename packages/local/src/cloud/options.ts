/** How a cloud is started, by the command line and by tests alike. */

import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Secrets } from "./secrets.ts";

export type CloudOptions = {
  /** State goes under `<directory>/cloud`. */
  directory: string;
  /** `.sst/dist`, or any CDK cloud assembly. */
  assembly: string;
  /** 0 or nothing: the last start's port, else a free one. */
  port?: number | undefined;
  timeScale?: number | undefined;
  /** A file, or the secrets themselves. */
  secrets?: string | Secrets | undefined;
  rekognitionUrl?: string | undefined;
  emailUrl?: string | undefined;
  sandboxUrl?: string | undefined;
  databaseUrl?: string | undefined;
  databaseAdminUrl?: string | undefined;
  /** False: no database at all, for tests of the cloud itself. */
  database?: boolean | undefined;
  /** Serves the built site there (0: the last start's port, else a free one), where the assembly has one. */
  webPort?: number | undefined;
  /** The cap on worker threads. */
  workers?: number | undefined;
  /** How many of them one function may have. */
  workersPerFunction?: number | undefined;
};

const secretsSchema = z.record(z.string(), z.record(z.string(), z.string()));

export function readSecrets(secrets: CloudOptions["secrets"]): Secrets {
  if (secrets === undefined) return {};
  const value: unknown = typeof secrets === "string" ? JSON.parse(readFileSync(secrets, "utf8")) : secrets;
  return { ...secretsSchema.parse(value) };
}
