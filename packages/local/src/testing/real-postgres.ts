import { execFile, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { createRoles, loginRole } from "../cloud/postgres/roles.ts";
import { copyBinaries, operatingUser } from "./postgres-binaries.ts";
import { installVector } from "./vector-extension.ts";

export interface RealPostgres {
  port: number;
  /** Whether pgvector is the real one; otherwise a stand-in that only lets migrations run. */
  hasVector: boolean;
  /** As superuser. */
  adminUrl(database: string): string;
  /** As the product's login role. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** Starts a real Postgres in a temporary folder, which is gone after `stop` or when this process dies. */
export async function startRealPostgres(): Promise<RealPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "vixen-postgres-"));
  try {
    const user = operatingUser();
    chmodSync(folder, 0o755);
    const binaries = join(folder, "binaries");
    copyBinaries(binaries);
    const hasVector = await installVector(binaries);
    const data = join(folder, "data");
    mkdirSync(data, { mode: 0o700 });
    if (user) chownSync(data, user.uid, user.gid);
    const initialise = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
    await promisify(execFile)(join(binaries, "bin/initdb"), initialise, { cwd: folder, ...user });
    const port = await freePort();
    const keeper = await keep(folder, port, user);
    const address = (role: string, database: string) => `postgres://${role}@127.0.0.1:${port}/${database}`;
    const running: RealPostgres = {
      port,
      hasVector,
      adminUrl: (database) => address("postgres", database),
      url: (database) => address(loginRole, database),
      stop: keeper.stop,
    };
    const sql = postgres(running.adminUrl("postgres"), { max: 1, onnotice: () => {} });
    await sql.unsafe(createRoles);
    await sql.end();
    return running;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function keep(folder: string, port: number, user: { uid: number; gid: number } | undefined) {
  const keeper = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "postgres-keeper.ts"),
      folder,
      ...[port, user?.uid ?? 0, user?.gid ?? 0].map(String),
    ],
    // A group of its own: what stops the parent must not stop the one that cleans up after it.
    { stdio: ["pipe", "pipe", "pipe"], detached: true, env: { PATH: process.env.PATH } },
  );
  const exited = new Promise<void>((done) => keeper.once("exit", () => done()));
  let log = "";
  keeper.stderr.on("data", (chunk) => {
    log += chunk;
  });
  await new Promise<void>((done, fail) => {
    keeper.stdout.once("data", () => done());
    keeper.once("error", fail);
    keeper.once("exit", () => fail(new Error(`Postgres did not start: ${log}`)));
  });
  return {
    stop: async () => {
      keeper.stdin.end();
      await exited;
    },
  };
}

/** Postgres cannot choose a port itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
