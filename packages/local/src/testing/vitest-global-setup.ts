import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@vixen/core/kit/migrate.ts";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { openDoor } from "./door.ts";
import { startRealPostgres } from "./real-postgres.ts";

/** What a test file learns about the run's Postgres. */
export interface TestPostgres {
  port: number;
  hasVector: boolean;
  /** A migrated database without rows, to be cloned. */
  template: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    testPostgresUrl: string;
    /** A folder for what lives as long as a worker process, which ends without a word. */
    testFolder: string;
  }
}

/** One real Postgres and one folder for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const door = await openDoor(start);
  const folder = mkdtempSync(join(tmpdir(), "vixen-test-"));
  project.provide("testPostgresUrl", door.url);
  project.provide("testFolder", folder);
  return async () => {
    await door.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function start() {
  const server = await startRealPostgres();
  const template = "vixen_template";
  const sql = postgres(server.adminUrl("postgres"), { max: 1, onnotice: () => {} });
  try {
    await sql`create database ${sql(template)}`;
    await migrate({ url: server.adminUrl(template) });
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
  const answer: TestPostgres = { port: server.port, hasVector: server.hasVector, template };
  return { answer, stop: () => server.stop() };
}
