import "./quiet.ts";
import { generateKeyPairSync } from "node:crypto";
import { disconnect } from "@vixen/core/kit/connection.ts";
import { queues } from "@vixen/core/kit/queue.ts";
import { restoreEnvironment } from "@vixen/local/testing/environment.ts";
import { type TestDatabase, testDatabase } from "@vixen/local/testing/test-database.ts";
import postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import { app } from "../../src/api/main.ts";
import { type Aws, startAws } from "./aws.ts";
import { startTables, type Tables } from "./tables.ts";

export const origin = "https://studio.example";

export type Answer = { status: number; headers: Headers; body: Record<string, unknown>; text: string };
export type Send = { method?: string; body?: unknown; raw?: string; headers?: Record<string, string> };

type Services = { aws: Aws; tables: Tables; keys: Record<string, string> };

let admin: postgres.Sql | undefined;
let services: Services | undefined;

/** The database as its superuser: for what a test looks up or puts there itself. */
export function database(): postgres.Sql {
  if (!admin) throw new Error("useApi() first");
  return admin;
}

/** What reached the queues and the bus. */
export function delivered() {
  if (!services) throw new Error("useApi() first");
  return services.aws.delivered;
}

/**
 * A database and a table of limits of this test file's own, behind the app itself. Queues and bus stay for the files
 * that follow in this process, for the app keeps its clients: they are empty when a file begins.
 */
export function useApi(): void {
  restoreEnvironment();
  const closers: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const own: TestDatabase = await testDatabase();
    closers.push(own.drop);
    admin = postgres(own.adminUrl, { max: 2, onnotice: () => {} });
    closers.push(() => (admin ? admin.end({ timeout: 5 }) : Promise.resolve()), disconnect);
    services ??= { aws: await startAws(), tables: await startTables(), keys: signingKeys() };
    const { aws, tables, keys } = services;
    aws.delivered.queue.length = 0;
    aws.delivered.bus.length = 0;
    const table = await tables.create();
    Object.assign(process.env, environment(own.url, aws.url), keys, {
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      LIMITS_TABLE_NAME: table,
    });
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });
}

function signingKeys(): Record<string, string> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { AUTH_JWT_PRIVATE_KEY: privateKey, AUTH_JWT_PUBLIC_KEY: publicKey };
}

function environment(databaseUrl: string, awsUrl: string): Record<string, string> {
  const queueUrls = Object.entries(queues).map(([name, { setting }]) => [setting, `${awsUrl}/${name}`]);
  return {
    DATABASE_URL: databaseUrl,
    // Requests of one test run side by side, as those of many workers do.
    DATABASE_POOL_SIZE: "6",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: awsUrl,
    BUS_NAME: "test",
    WEB_ORIGIN: `${origin},https://other.example`,
    R2_ENDPOINT: "http://127.0.0.1:1",
    R2_ACCESS_KEY_ID: "test",
    R2_SECRET_ACCESS_KEY: "test",
    R2_BUCKET: "media",
    R2_PUBLIC_BUCKET: "public",
    R2_PUBLIC_URL: "https://cdn.example",
    ...Object.fromEntries(queueUrls),
  };
}

let nextAddress = 1;

/** Calls the app as the gateway does, from `address` or one that nobody used before. */
export async function call(
  path: string,
  send: Send = {},
  address = `10.0.${nextAddress >> 8}.${nextAddress++ & 255}`,
) {
  const body = send.raw ?? (send.body === undefined ? undefined : JSON.stringify(send.body));
  const response = await app.request(
    path,
    {
      method: send.method ?? (body === undefined ? "GET" : "POST"),
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...send.headers },
      ...(body === undefined ? {} : { body }),
    },
    { event: { requestContext: { http: { sourceIp: address } } } },
  );
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  const answer: Answer = {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    text,
  };
  return answer;
}
