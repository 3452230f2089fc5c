import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { startPostgres } from "./start.ts";

const folder = mkdtempSync(join(tmpdir(), "vixen-durability-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes rows as fast as it can and prints the number of each once its commit is acknowledged. */
const writer = `
  import postgres from "postgres";
  import { startPostgres } from ${JSON.stringify(new URL("./start.ts", import.meta.url).href)};
  const database = await startPostgres({ dir: process.env.FOLDER });
  const sql = postgres(database.adminUrl, { max: 4, onnotice() {} });
  await sql\`create table if not exists written (id bigint primary key)\`;
  const [{ last }] = await sql\`select coalesce(max(id), 0)::int as last from written\`;
  let id = last;
  const write = async () => {
    for (;;) {
      const mine = ++id;
      await sql\`insert into written values (\${mine})\`;
      process.stdout.write(mine + "\\n");
    }
  };
  await Promise.all([write(), write(), write(), write()]);
`;

async function writeUntilKilled(rows: number): Promise<number[]> {
  const child: ChildProcess = spawn(process.execPath, ["--input-type=module", "-e", writer], {
    cwd: import.meta.dirname,
    env: { ...process.env, FOLDER: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("the writer has no output");
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === rows) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  return acknowledged;
}

test("kill -9 loses no acknowledged row, and a second process is kept out of the folder", async () => {
  const acknowledged = [...(await writeUntilKilled(300)), ...(await writeUntilKilled(300))];
  const database = await startPostgres({ dir: folder });
  await expect(startPostgres({ dir: folder })).rejects.toThrow("Another process has the database");
  const sql = postgres(database.adminUrl, { max: 1 });
  const stored = new Set((await sql`select id::int as id from written`).map((row) => row.id));
  await sql.end();
  await database.stop();
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
});

test("a port that is taken leaves the folder free for another try", async () => {
  const taken = await startPostgres();
  const dir = join(folder, "taken");
  await expect(startPostgres({ dir, port: Number(new URL(taken.url).port) })).rejects.toThrow("EADDRINUSE");
  await (await startPostgres({ dir })).stop();
  await taken.stop();
});
