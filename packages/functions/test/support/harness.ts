import "./quiet.ts";
import { generateKeyPairSync } from "node:crypto";
import { disconnect } from "@vixen/core/kit/connection.ts";
import { type TestDatabase, testDatabase } from "@vixen/local/testing/test-database.ts";
import postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import { app } from "../../src/api/main.ts";
import { type Aws, startAws } from "./aws.ts";
import { startTables } from "./tables.ts";

export const origin = "https://studio.example";

export type Answer = { status: number; headers: Headers; body: Record<string, unknown>; text: string };
export type Send = { method?: string; body?: unknown; raw?: string; headers?: Record<string, string> };

let admin: postgres.Sql | undefined;
let aws: Aws | undefined;

/** The database as its superuser: for what a test looks up or puts there itself. */
export function database(): postgres.Sql {
  if (!admin) throw new Error("useApi() first");
  return admin;
}

/** What reached the queues and the bus. */
export function delivered() {
  if (!aws) throw new Error("useApi() first");
  return aws.delivered;
}

/** A database, queues, bus and limits of this test file's own, behind the app itself. */
export function useApi(): void {
  const closers: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const own: TestDatabase = await testDatabase();
    closers.push(own.drop);
    admin = postgres(own.adminUrl, { max: 2, onnotice: () => {} });
    closers.push(() => (admin ? admin.end({ timeout: 5 }) : Promise.resolve()), disconnect);
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "eu-west-1",
    });
    aws = await startAws();
    closers.push(aws.close);
    const tables = await startTables("limits");
    closers.push(tables.close);
    Object.assign(process.env, environment(own.url, aws.url, tables.url));
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });
}

function environment(databaseUrl: string, awsUrl: string, tablesUrl: string): Record<string, string> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const queues = [
    "GENERATION",
    "HOOK",
    "BATCH_CANCEL",
    "CONTENT_EXPORT",
    "PIECE_PLACE",
    "PROVIDER_EVENT",
    "AVATAR_REMOVAL",
  ].map((name) => [`QUEUE_${name}_URL`, `${awsUrl}/${name}`]);
  return {
    DATABASE_URL: databaseUrl,
    // Requests of one test run side by side, as those of many workers do.
    DATABASE_POOL_SIZE: "6",
    AUTH_JWT_PRIVATE_KEY: privateKey,
    AUTH_JWT_PUBLIC_KEY: publicKey,
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ENDPOINT_URL_DYNAMODB: tablesUrl,
    LIMITS_TABLE_NAME: "limits",
    BUS_NAME: "test",
    WEB_ORIGIN: `${origin},https://other.example`,
    R2_ENDPOINT: "http://127.0.0.1:1",
    R2_ACCESS_KEY_ID: "test",
    R2_SECRET_ACCESS_KEY: "test",
    R2_BUCKET: "media",
    R2_PUBLIC_BUCKET: "public",
    R2_PUBLIC_URL: "https://cdn.example",
    ...Object.fromEntries(queues),
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
