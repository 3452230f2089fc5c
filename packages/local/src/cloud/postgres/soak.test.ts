import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningPostgres, startPostgres } from "./start.ts";

let database: RunningPostgres;
beforeAll(async () => {
  database = await startPostgres();
  const admin = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`
    create table soak (id int primary key, value int not null);
    insert into soak select id, id * 10 from generate_series(1, 20) id;
    grant select, insert on soak to vixen_app;
  `);
  await admin.end();
});
afterAll(() => database.stop());

const soakMs = 3_000;

/** The failure this looks for: with a shared engine, an answer that belongs to another connection. */
test("eight connections of mixed statements each get their own answers, and only those", async () => {
  const prepared = postgres(database.url, { max: 4, fetch_types: false, onnotice: () => {} });
  const unprepared = postgres(database.url, {
    max: 4,
    prepare: false,
    fetch_types: false,
    onnotice: () => {},
  });
  const wrong: unknown[] = [];
  let right = 0;
  const check = (isRight: boolean, detail: unknown) => {
    if (isRight) right += 1;
    else wrong.push(detail);
  };
  const inRole = <T>(sql: postgres.Sql, user: string, work: (tx: postgres.TransactionSql) => Promise<T>) =>
    sql.begin(async (tx) => {
      await tx`select set_config('role', 'vixen_app', true), set_config('app.user_id', ${user}, true)`;
      return work(tx);
    });
  const errorCode = (query: Promise<unknown>) =>
    query.then(
      () => "none",
      (error: { code: string }) => error.code,
    );
  const operations: ((sql: postgres.Sql, n: number) => Promise<void>)[] = [
    async (sql, n) => {
      const rows = await sql`select ${n}::int as number, ${`text ${n}`}::text as text`;
      check(rows.length === 1 && rows[0]?.number === n && rows[0]?.text === `text ${n}`, { n, rows });
    },
    async (sql, n) => {
      const rows = await sql`select generate_series(1, ${n % 7}::int) as item`;
      check(rows.length === n % 7, { n, rows });
    },
    async (sql, n) => {
      const id = 1 + (n % 20);
      const [answer, row] = await inRole(sql, `u${n}`, async (tx) => [
        (await tx`select current_setting('app.user_id') as u, current_user as role`)[0],
        (await tx`select value from soak where id = ${id}`)[0],
      ]);
      check(answer?.u === `u${n}` && answer?.role === "vixen_app" && row?.value === id * 10, {
        n,
        answer,
        row,
      });
    },
    async (sql, n) => {
      const code = await errorCode(
        inRole(sql, "u", (tx) => tx`insert into soak values (${1 + (n % 20)}, 0)`),
      );
      check(code === "23505", { n, code });
    },
    async (sql, n) => {
      const code = await errorCode(Promise.resolve(sql`select 1 / ${0}::int as never`));
      check(code === "22012", { n, code });
    },
    async (sql, n) => {
      const [row] = await sql`select current_user as role`;
      check(row?.role === "vixen_login", { n, row });
    },
  ];
  let n = 0;
  const end = performance.now() + soakMs;
  const run = async (sql: postgres.Sql) => {
    while (performance.now() < end) {
      n += 1;
      await operations[n % operations.length]?.(sql, n).catch((error: unknown) => wrong.push(String(error)));
    }
  };
  // Twice as many callers as connections, so that statements also queue on one connection.
  await Promise.all([prepared, unprepared].flatMap((sql) => Array.from({ length: 8 }, () => run(sql))));
  await Promise.all([prepared.end(), unprepared.end()]);
  expect(wrong).toEqual([]);
  expect(right).toBe(n);
  // Each kind of statement had its turn many times, however slow the machine.
  expect(right).toBeGreaterThan(10 * operations.length);
});
