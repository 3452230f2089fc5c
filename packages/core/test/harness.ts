import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import path from "node:path";
import { disconnect } from "@vixen/core/kit/connection.ts";
import { log } from "@vixen/core/kit/log.ts";
import { queues } from "@vixen/core/kit/queue.ts";
import { type Sandbox, startSandbox } from "@vixen/local/sandbox/sandbox.ts";
import { sandboxSecrets } from "@vixen/local/sandbox/secrets.ts";
import { restoreEnvironment } from "@vixen/local/testing/environment.ts";
import { testDatabase } from "@vixen/local/testing/test-database.ts";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { type Cloud, machineArn, startCloud } from "./support/cloud.ts";
import { restart } from "./support/crash.ts";
import { startWebhookDoor, type WebhookDoor } from "./support/webhooks.ts";

type Services = { cloud: Cloud; sandbox: Sandbox; webhooks: WebhookDoor; dir: string; sealingKeys: string };
let services: Services | undefined;
let admin: postgres.Sql | undefined;

function running(): Services {
  if (!services) throw new Error("Call useWorld() first.");
  return services;
}

/** The database as its superuser: for what a test looks up, or moves in time. */
export function database(): postgres.Sql {
  if (!admin) throw new Error("Call useWorld() first.");
  return admin;
}

export const cloud = (): Cloud => running().cloud;
export const sandbox = (): Sandbox => running().sandbox;
export const webhookDoor = () => running().webhooks.door;
export const webhookUrl = () => running().webhooks.url;

/** A hundredth of real time: a prediction takes 20 ms, a file lives 36 s. */
const timeScale = 100;

/**
 * Real Postgres of this test file's own; the providers' sandboxes and AWS at the wire, which stay for the files that
 * follow in this process, for the product keeps its clients.
 */
export function useWorld(): void {
  restoreEnvironment();
  const closers: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    log.setLogLevel("SILENT");
    const own = await testDatabase();
    admin = postgres(own.adminUrl, { max: 2, onnotice: () => {} });
    closers.push(own.drop, () => admin?.end({ timeout: 5 }) ?? Promise.resolve(), disconnect);
    services ??= await startServices();
    Object.assign(process.env, environment(own.url, services));
  });
  beforeEach(() => quiet());
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });
}

async function startServices(): Promise<Services> {
  const dir = mkdtempSync(path.join(inject("testFolder"), "sandbox-"));
  return {
    dir,
    sandbox: await startSandbox({ dir, timeScale }),
    cloud: await startCloud(),
    webhooks: await startWebhookDoor(),
    sealingKeys: `test:${randomBytes(32).toString("base64")}`,
  };
}

function environment(
  databaseUrl: string,
  { cloud: aws, sandbox: providers, webhooks, dir, sealingKeys }: Services,
) {
  const queueUrls = Object.entries(queues).map(([name, { setting }]) => [
    setting,
    `${aws.url}/000000000000/${name}`,
  ]);
  return {
    TIME_SCALE: String(timeScale),
    DATABASE_URL: databaseUrl,
    // Handlers of one test run side by side, as those of many workers do.
    DATABASE_POOL_SIZE: "6",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_REKOGNITION: `${providers.url}/rekognition`,
    AWS_ENDPOINT_URL_SESV2: `${providers.url}/email`,
    BUS_NAME: "test",
    LIMITS_TABLE_NAME: "limits",
    SETUP_MACHINE_ARN: machineArn,
    SEALING_KEYS: sealingKeys,
    REPLICATE_WEBHOOK_URL: webhooks.url,
    ...Object.fromEntries(queueUrls),
    ...Object.assign({}, ...Object.values(sandboxSecrets(providers, dir))),
  };
}

/** What an earlier test left under way must not be repaired in this one. */
async function forget(): Promise<void> {
  const sql = database();
  await sql`update attempts set status = 'failed' where status in ('claimed', 'unknown', 'submitted')`;
  await sql`update generations set status = 'failed' where status in ('queued', 'submitted', 'collecting')`;
  await sql`update content_pieces set copy_status = 'failed' where copy_status = 'pending'`;
  await sql`update setup_runs set status = 'canceled', ended_at = now() where status = 'running'`;
  await sql`delete from content_exports`;
  await sql`delete from piece_placements`;
  await sql`update content_pieces set media_bucket = null where media_bucket <> media_home`;
  await sql`delete from outbox`;
}

/** Before each test: providers without faults and flaws, jobs that end at once, empty queues, the door open. */
async function quiet(): Promise<void> {
  const { cloud: aws, webhooks } = running();
  aws.messages.length = 0;
  aws.events.length = 0;
  aws.answers.length = 0;
  Object.assign(aws.refuse, { entries: 0, calls: 0, isTableSilent: false });
  Object.assign(aws.limit, { used: 0, left: Number.POSITIVE_INFINITY });
  aws.hints.clear();
  webhooks.door.isOpen = true;
  clearFaults();
  await restart();
  await forget();
  await settings({ predictionMs: 0, trainingMs: 0, flaws: false });
}

/** Changes how the simulated Replicate behaves. */
export async function settings(change: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${sandbox().url}/replicate/__settings`, {
    method: "POST",
    body: JSON.stringify(change),
  });
  if (!answer.ok) throw new Error(`The sandbox refused the settings: ${await answer.text()}`);
}

type Rule = {
  kind: string;
  match?: { provider?: string; method?: string; path?: string };
  rate?: number;
  seed?: number;
  count?: number;
  retryAfterSeconds?: number;
};

/** Makes the simulated providers fail. */
export async function fault(rule: Rule): Promise<void> {
  const answer = await fetch(`${sandbox().url}/__faults`, { method: "POST", body: JSON.stringify(rule) });
  if (!answer.ok) throw new Error(`The sandbox refused the fault: ${await answer.text()}`);
}

export const clearFaults = (): void => sandbox().frame.faults.clear();
