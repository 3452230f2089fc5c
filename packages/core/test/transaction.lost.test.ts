import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Actor from "../src/kit/actor.ts";
import { disconnect } from "../src/kit/connection.ts";
import { sql, transaction } from "../src/kit/db.ts";
import { database, newUser, useDatabase } from "./support/database.ts";

useDatabase();

const sizeBefore = process.env.DATABASE_POOL_SIZE;
// As in a container: one connection, which is also the next transaction's.
beforeEach(async () => {
  process.env.DATABASE_POOL_SIZE = "1";
  await disconnect();
});
afterEach(async () => {
  if (sizeBefore === undefined) delete process.env.DATABASE_POOL_SIZE;
  else process.env.DATABASE_POOL_SIZE = sizeBefore;
  await disconnect();
});

const name = async (userId: string) =>
  (await database()<[{ name: string }]>`select name from users where id = ${userId}`)[0].name;
const rename = (to: string) => sql`update users set name = ${to}`;
const pid = async () => (await sql<[{ pid: number }]>`select pg_backend_pid() as pid`)[0].pid;

/** Cuts a connection and waits until its server process is gone. */
async function cut(process: number): Promise<void> {
  const admin = database();
  await admin`select pg_terminate_backend(${process})`;
  while ((await admin`select 1 from pg_stat_activity where pid = ${process}`).length > 0);
  // The news of it is one more turn of the event loop away.
  await new Promise((done) => setTimeout(done, 50));
}

describe("a transaction whose connection is lost between two statements", () => {
  it("fails as one that may be tried again, runs nothing outside of it, and the next one works", async () => {
    const userId = await newUser();
    const failing = Actor.asUser(userId, () =>
      transaction(async () => {
        await rename("Before");
        await cut(await pid());
        await rename("After");
      }),
    );
    await expect(failing).rejects.toMatchObject({ name: "RetryableDatabaseError" });
    expect(await name(userId)).toBe("Test");
    await Actor.asUser(userId, () => transaction(() => rename("Again")));
    expect(await name(userId)).toBe("Again");
  });

  it("commits nothing when that was before its last statement was answered", async () => {
    const userId = await newUser();
    const failing = Actor.asUser(userId, () =>
      transaction(async () => {
        await rename("Before");
        await cut(await pid());
      }),
    );
    await expect(failing).rejects.toMatchObject({ name: "RetryableDatabaseError" });
    expect(await name(userId)).toBe("Test");
  });
});

describe("a transaction that is used wrongly", () => {
  it("is not reported as committed when a statement's error was caught within it", async () => {
    const userId = await newUser();
    const failing = Actor.asUser(userId, () =>
      transaction(async () => {
        await rename("Lost");
        await sql`select 1 / 0`.catch(() => {});
      }),
    );
    await expect(failing).rejects.toThrow("somebody caught a statement's error");
    expect(await name(userId)).toBe("Test");
  });

  it("refuses a query that comes after its end, which would be another's", async () => {
    const userId = await newUser();
    const late = await Actor.asUser(userId, () =>
      transaction(async () => {
        const gate = Promise.withResolvers<void>();
        const query = gate.promise.then(() => rename("Late"));
        return { query, open: gate.resolve };
      }),
    );
    late.open();
    await expect(late.query).rejects.toThrow("This transaction has ended");
    expect(await name(userId)).toBe("Test");
  });

  it("fails with the error of its first statement, and leaves its connection clean", async () => {
    const [one, two] = [await newUser(), await newUser()];
    const failing = Actor.asUser(one, () =>
      transaction(() => Promise.all([sql`select 1 / 0`, rename("Lost"), sql`select 1`])),
    );
    await expect(failing).rejects.toThrow("division by zero");
    const [next] = await Actor.asUser(two, () =>
      transaction(() => sql<[{ tenant: string }]>`select current_setting('app.user_id') as tenant`),
    );
    expect(next.tenant).toBe(two);
  });
});
