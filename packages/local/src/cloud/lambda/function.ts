/** A function of the template: its bundle, its limits and the environment its workers get. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Principal } from "../sdk/principal.ts";
import type { Place } from "../template/names.ts";
import { functionSlug, type Resource } from "../template/resource.ts";

const propertiesSchema = z.object({
  Code: z.object({ S3Key: z.string().optional(), ZipFile: z.string().optional() }),
  Handler: z.string(),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
});

export type LambdaFunction = {
  arn: string;
  name: string;
  slug: string;
  handler: string;
  path: string;
  file: string | undefined;
  exported: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  /** Where workers keep what V8 compiled, so that the next one loads the bundle in half the time. */
  compileCache: string;
  deadLetterArn: string | undefined;
};

/** The file that AWS would load, or nothing where the bundle lacks it. */
export function entryFile(directory: string, handler: string): string | undefined {
  const base = join(directory, handler.replace(/\.[^./]+$/, ""));
  return [".mjs", ".js", ".cjs"].map((ending) => base + ending).find((file) => existsSync(file));
}

/** The S3 key of a function's code. */
export const codeKey = (resource: Resource): string | undefined =>
  propertiesSchema.parse(resource.properties).Code.S3Key;

export function readFunction(
  resource: Resource,
  options: {
    folder: string | undefined;
    place: Place;
    principal: Principal;
    timeScale: number;
    compileCache: string;
    hasOwnDatabase: boolean;
    simulated: string[];
    /** Where simulated mails are read; nothing where they are really sent. */
    mailPage: string | undefined;
  },
): LambdaFunction {
  const { folder: directory, place, principal, timeScale, compileCache, hasOwnDatabase } = options;
  const { simulated, mailPage } = options;
  const properties = propertiesSchema.parse(resource.properties);
  const { Handler: handler, MemorySize: memoryMegabytes } = properties;
  return {
    arn: resource.arn,
    name: resource.name,
    slug: functionSlug(handler, resource.logicalId),
    handler,
    path: resource.path,
    file: directory ? entryFile(directory, handler) : undefined,
    exported: handler.split(".").at(-1) ?? "handler",
    timeoutSeconds: properties.Timeout,
    memoryMegabytes,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    compileCache,
    environment: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      TMPDIR: process.env.TMPDIR ?? "/tmp",
      LANG: "en_US.UTF-8",
      AWS_REGION: place.region,
      AWS_DEFAULT_REGION: place.region,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_NAME: resource.name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      LAMBDA_TASK_ROOT: directory ?? "",
      AWS_ACCESS_KEY_ID: principal.accessKeyId,
      AWS_SECRET_ACCESS_KEY: principal.secretAccessKey,
      AWS_ENDPOINT_URL: place.sdkUrl,
      AWS_EC2_METADATA_DISABLED: "true",
      TIME_SCALE: String(timeScale),
      // The embedded database is spoken to directly; one that was given may be behind a pooler.
      ...(hasOwnDatabase ? { DATABASE_PREPARE: "1" } : {}),
      // Whoever wires the providers says which of them are not real; no template of a deployed stage has it.
      SIMULATED_PROVIDERS: simulated.join(","),
      ...(mailPage ? { MAIL_PAGE_URL: mailPage } : {}),
      ...withLocalApi(properties.Environment?.Variables ?? {}, place),
    },
  };
}

/**
 * SST writes an API's address as its public host name; on this machine the API is elsewhere. NODE_OPTIONS is left
 * out: reading the bundles' source maps took the workers of one batch two seconds.
 */
function withLocalApi(variables: Record<string, string>, place: Place): Record<string, string> {
  const host = /^https:\/\/\w+\.execute-api\.[\w-]+\.amazonaws\.com/;
  return Object.fromEntries(
    Object.entries(variables)
      .filter(([name]) => name !== "NODE_OPTIONS")
      .map(([name, value]) => [name, value.replace(host, place.apiUrl)]),
  );
}
