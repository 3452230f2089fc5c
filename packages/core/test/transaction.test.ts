import { describe, expect, it } from "vitest";
import * as Actor from "../src/kit/actor.ts";
import { afterCommit, sql, transaction } from "../src/kit/db.ts";
import { createId } from "../src/kit/id.ts";
import { once } from "../src/kit/once.ts";
import { database, newUser, useDatabase } from "./support/database.ts";

useDatabase();

const who = () => sql<[{ role: string; login: string; tenant: string }]>`
  select current_user as role, session_user as login, current_setting('app.user_id') as tenant
`;

describe("a transaction", () => {
  it("is the only place a query runs: outside of it nothing does, and not without an actor", async () => {
    expect(() => sql`select 1`).toThrow("No transaction here");
    await expect(transaction(async () => 1)).rejects.toThrow("No actor here");
  });

  it("works as the tenant's role, or as the system's", async () => {
    const userId = await newUser();
    const [tenant] = await Actor.asUser(userId, () => transaction(who));
    expect(tenant).toEqual({ role: "vixen_app", login: "vixen_login", tenant: userId });
    const [system] = await Actor.asSystem("test", () => transaction(who));
    expect(system.role).toBe("vixen_system");
  });

  it("leaves nothing of its role on the connection it gives back", async () => {
    process.env.DATABASE_POOL_SIZE = "1";
    const [one, two] = [await newUser(), await newUser()];
    await Actor.asUser(one, () => transaction(who));
    const [next] = await Actor.asUser(two, () => transaction(who));
    expect(next.tenant).toBe(two);
  });

  it("is joined by the same actor and refused to another", async () => {
    const [one, two] = [await newUser(), await newUser()];
    await Actor.asUser(one, () =>
      transaction(async () => {
        const [outer] = await sql`select pg_current_xact_id()::text as id`;
        const [inner] = await transaction(() => sql`select pg_current_xact_id()::text as id`);
        expect(inner).toEqual(outer);
        await expect(Actor.asUser(two, () => transaction(who))).rejects.toThrow("belongs to one actor");
      }),
    );
  });

  it("sees and changes nothing of another tenant, even without a where", async () => {
    const [one, two] = [await newUser(), await newUser()];
    const seen = await Actor.asUser(one, () =>
      transaction(() => sql<{ id: string }[]>`select id from users`),
    );
    expect(seen.map((row) => row.id)).toEqual([one]);
    await Actor.asUser(one, () => transaction(() => sql`update users set name = 'Taken'`));
    const [other] = await database()`select name from users where id = ${two}`;
    expect(other?.name).toBe("Test");
  });

  it("does what was left for after it only if it commits, and survives its failure", async () => {
    const userId = await newUser();
    const done: string[] = [];
    const effect = (name: string) => async () => void done.push(name);
    await Actor.asUser(userId, () =>
      transaction(async () => {
        afterCommit(() => Promise.reject(new Error("lost")));
        afterCommit(effect("committed"));
        expect(done).toEqual([]);
      }),
    );
    const failed = Actor.asUser(userId, () =>
      transaction(async () => {
        afterCommit(effect("rolled back"));
        throw new Error("no");
      }),
    );
    await expect(failed).rejects.toThrow("no");
    expect(done).toEqual(["committed"]);
  });
});

describe("once", () => {
  it("does an effect once per key, also when two come at the same moment", async () => {
    const key = createId("request");
    const work = async () => {
      await sql`select pg_sleep(0.05)`;
      return "done";
    };
    const answers = await Promise.all([1, 2, 3].map(() => Actor.asSystem("test", () => once(key, work))));
    expect(answers.filter((answer) => answer === "done")).toHaveLength(1);
    expect(await Actor.asSystem("test", () => once(key, work))).toBeUndefined();
  });

  it("forgets the key of an effect that failed", async () => {
    const key = createId("request");
    const failing = () => Promise.reject(new Error("no"));
    await expect(Actor.asSystem("test", () => once(key, failing))).rejects.toThrow("no");
    expect(await Actor.asSystem("test", () => once(key, async () => "done"))).toBe("done");
  });
});
