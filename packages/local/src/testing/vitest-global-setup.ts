import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf } from "@vixen/core/kit/error.ts";
import { migrate } from "@vixen/core/kit/migrate.ts";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { type RealPostgres, startRealPostgres } from "./real-postgres.ts";

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
  }
}

/**
 * One real Postgres for the whole run. It starts when the first test file asks for it, over HTTP because test
 * files run in processes of their own; a run without database tests never pays for it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<{ server: RealPostgres; answer: TestPostgres }> | undefined;
  const door = createServer((_request, response) => {
    running ??= start();
    running.then(
      ({ answer }) => response.setHeader("content-type", "application/json").end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(500).end(messageOf(error)),
    );
  });
  await new Promise<void>((done) => door.listen(0, "127.0.0.1", done));
  project.provide("testPostgresUrl", `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.close();
    door.closeAllConnections();
    // A failed start has been told to the tests that asked for it.
    const started = await running?.catch(() => undefined);
    await started?.server.stop();
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
  return { server, answer: { port: server.port, hasVector: server.hasVector, template } };
}
