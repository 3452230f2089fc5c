import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { createDatabase } from "./template.ts";
import { code, frames, message, queryMessage } from "./wire-message.ts";

/** PGlite, spoken to in protocol messages, one whole batch at a time. */
export class Engine {
  readonly #database: PGlite;
  readonly #folderLock: Server | undefined;
  readonly #knownLogins = new Map<string, { isSuperuser: boolean }>();
  #login: string | undefined;
  /** The connection whose unnamed statement the engine holds. */
  unnamedOwner: unknown;
  /** Batches run so far. */
  executions = 0;
  /** ParameterStatus messages, as the engine greets a connection. */
  readonly greeting: Buffer;

  constructor(database: PGlite, folderLock: Server | undefined) {
    this.#database = database;
    this.#folderLock = folderLock;
    const parameters = "user\0postgres\0database\0postgres\0client_encoding\0UTF8\0\0";
    const startup = Buffer.alloc(8);
    startup.writeInt32BE(startup.length + Buffer.byteLength(parameters), 0);
    startup.writeInt32BE(3 << 16, 4);
    const answer = this.execute(Buffer.concat([startup, Buffer.from(parameters)]));
    this.greeting = Buffer.concat([...frames(answer)].filter((frame) => frame[0] === code.parameterStatus));
  }

  /** Runs to the end before it returns: the engine is one thread, and so is the caller. */
  execute(batch: Buffer): Buffer {
    this.executions += 1;
    const parts: Buffer[] = [];
    const done = this.#database.execProtocolRawStream(batch, {
      // On disk each write is already in the operating system's hands; there is nothing to copy out.
      syncToFs: false,
      // A copy: the bytes are a view into the engine's memory, which the next batch overwrites.
      onRawData: (data) => parts.push(Buffer.from(data)),
    });
    // A broken engine must end the process loudly instead of leaving clients without an answer.
    done.catch((error: unknown) => process.nextTick(() => Promise.reject(error)));
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  run(text: string): Buffer {
    return this.execute(queryMessage(text));
  }

  /** Only with the lock held. Undefined for a role that does not exist or may not log in. */
  findLogin(role: string): { isSuperuser: boolean } | undefined {
    const known = this.#knownLogins.get(role);
    if (known || !/^[a-z_][a-z0-9_]{0,62}$/i.test(role)) return known;
    const isRow = (text: string) => [...frames(this.run(text))].some((frame) => frame[0] === code.dataRow);
    if (!isRow(`select 1 from pg_roles where rolcanlogin and rolname = '${role}'`)) return undefined;
    const login = { isSuperuser: isRow(`select 1 from pg_roles where rolsuper and rolname = '${role}'`) };
    this.#knownLogins.set(role, login);
    return login;
  }

  isKnownLogin(role: string): boolean {
    return this.#knownLogins.has(role);
  }

  /**
   * Only with the lock held, outside a transaction. The session's authorization and not only its role: then
   * which roles it may enter is decided by what was granted to it and not to the engine's superuser.
   */
  become(role: string): void {
    if (this.#login === role) return;
    this.run(`set session authorization "${role}"`);
    this.#login = role;
  }

  /** Undoes what a superuser's connection may have set for everyone. */
  resetSession(): void {
    this.run("reset session authorization");
    this.run("reset all");
    this.#login = undefined;
  }

  /** Runs a statement of the database's own upkeep, as its superuser. Only with the lock held, outside a transaction. */
  maintain(text: string): Buffer {
    this.resetSession();
    // A simple query ends the unnamed statement.
    this.unnamedOwner = undefined;
    return this.run(text);
  }

  async close(): Promise<void> {
    await this.#database.close();
    this.#folderLock?.close();
  }
}

/**
 * The kernel drops an abstract socket with its process, also after `kill -9`, so it is the lock that never
 * goes stale. Two engines on one folder destroy it.
 */
async function lockFolder(folder: string): Promise<Server | undefined> {
  if (process.platform !== "linux") return undefined;
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once("error", () =>
      fail(new Error(`Another process has the database in ${folder} open. Stop it.`)),
    );
    server.listen(`\0vixen-postgres:${resolve(folder)}`.slice(0, 100), () => done());
  });
  return server.unref();
}

/** Opens the database in `folder`, or one in memory. A first start that was cut off begins again. */
export async function openEngine(folder: string | undefined): Promise<Engine> {
  // V8 optimises WebAssembly late: with its default of 13 million, the first two seconds of a benchmark ran at
  // 450 transactions a second on disk, with this at 2,200.
  setFlagsFromString("--wasm-tiering-budget=1000000");
  if (folder === undefined) return new Engine(await createDatabase(undefined), undefined);
  mkdirSync(folder, { recursive: true });
  const folderLock = await lockFolder(folder);
  const dataFolder = join(folder, "data");
  const complete = join(folder, "complete");
  if (existsSync(complete)) {
    return new Engine(await PGlite.create({ dataDir: dataFolder, extensions: { vector } }), folderLock);
  }
  rmSync(dataFolder, { recursive: true, force: true });
  const database = await createDatabase(dataFolder);
  writeFileSync(complete, "");
  return new Engine(database, folderLock);
}

export const backendKey = (sessionId: number) => {
  const body = Buffer.alloc(8);
  body.writeInt32BE(sessionId, 0);
  return message("K", body);
};
