import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "./test-database.ts";

const [ana, ben] = ["usr_ana", "usr_ben"];

let database: TestDatabase;
let admin: postgres.Sql;
let login: postgres.Sql;
let owned: OwnedTable[];

interface OwnedTable {
  name: string;
  columns: { name: string; type: string; isRequired: boolean; isGenerated: boolean }[];
}

beforeAll(async () => {
  database = await testDatabase();
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  login = postgres(database.url, { max: 1, fetch_types: false, onnotice: () => {} });
  owned = await admin<OwnedTable[]>`
    select
      c.relname as name,
      json_agg(json_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, null),
        'isRequired', a.attnotnull,
        'isGenerated', a.attgenerated <> '' or a.attidentity <> ''
      ) order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    group by c.oid
    having bool_or(a.attname = 'owner_id')
    order by c.relname
  `;
  await fill();
});

afterAll(async () => {
  await Promise.all([admin, login].map((sql) => sql.end({ timeout: 1 })));
  await database.drop();
});

/** Runs `work` as the product would: logged in without rights, in the tenant's role. */
function as<T>(user: string, work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> {
  return login.begin(async (tx) => {
    await tx`select set_config('role', 'vixen_app', true), set_config('app.user_id', ${user}, true)`;
    return work(tx);
  }) as Promise<T>;
}

const errorCode = (query: PromiseLike<unknown>) =>
  Promise.resolve(query).then(
    () => "no error",
    (error: { code?: string }) => error.code,
  );

/** Values that the types accept. Constraints and foreign keys are off while they go in. */
const samples: Record<string, (key: string) => string> = {
  text: (key) => key,
  "character varying": (key) => key,
  integer: () => "1",
  bigint: () => "1",
  xid8: () => "1",
  real: () => "0",
  numeric: () => "0",
  "double precision": () => "0",
  boolean: () => "true",
  jsonb: () => "{}",
  date: () => "2026-01-01",
  "timestamp with time zone": () => "2026-01-01T00:00:00Z",
};

/** A row of `user` for any table: only what is required, so that a new table needs no fixture here. */
function sampleRow(table: OwnedTable, user: string): Record<string, string> {
  const required = table.columns.filter(
    ({ name, isRequired, isGenerated }) => (isRequired || name === "owner_id") && !isGenerated,
  );
  return Object.fromEntries(
    required.map(({ name, type }) => {
      const sample = samples[type];
      if (!sample)
        throw new Error(`${table.name}.${name} has the type ${type}: give this test a sample of it.`);
      return [name, name === "owner_id" ? user : sample(`${user}_${name}`)];
    }),
  );
}

async function fill(): Promise<void> {
  await admin.begin(async (tx) => {
    // Checks hold real values; what is proved here is who sees a row, not what is in it.
    const checks = await tx`
      select conrelid::regclass::text as relation, conname as name
      from pg_constraint
      where contype = 'c' and connamespace = 'public'::regnamespace
    `;
    for (const { relation, name } of checks)
      await tx`alter table ${tx(relation)} drop constraint ${tx(name)}`;
    await tx`set local session_replication_role = replica`;
    for (const table of owned) {
      for (const user of [ana, ben]) await tx`insert into ${tx(table.name)} ${tx(sampleRow(table, user))}`;
    }
  });
}

describe("as the login role, before it enters a role", () => {
  test("no table and no view can be read", async () => {
    const relations = await admin`
      select relname as name
      from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
    `;
    expect(relations.length).toBeGreaterThan(10);
    for (const { name } of relations) {
      expect([name, await errorCode(login`select 1 from ${login(name)}`)]).toEqual([name, "42501"]);
    }
  });

  test("the role is not superuser, does not bypass policies, and enters only its two roles", async () => {
    const [role] = await admin`
      select rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb
      from pg_roles
      where rolname = 'vixen_login'
    `;
    expect(Object.values(role ?? {})).toEqual([false, false, false, false, false]);
    expect(await errorCode(login.begin((tx) => tx`set local role postgres`))).toBe("42501");
    await login.begin((tx) => tx`set local role vixen_system`);
  });
});

describe("as a tenant", () => {
  test("there are owned tables to prove it on", () => {
    expect(owned.map((table) => table.name)).toEqual(expect.arrayContaining(["avatars", "content_pieces"]));
  });

  test("every owned table has row-level security on", async () => {
    const open = await admin`
      select relname as name
      from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity
    `;
    // The migrator's own table: no role of ours has any right on it.
    expect(open.map((row) => row.name)).toEqual(["schema_migrations"]);
  });

  test("only the own rows of every owned table are seen, and a stranger's cannot be changed", async () => {
    for (const { name } of owned) {
      // 42501: the tenant's role has no right on the table at all, which hides it as well.
      const seen = await as(ana, (tx) => tx`select owner_id from ${tx(name)}`).catch((error) => error.code);
      expect([name, seen]).toEqual([name, seen === "42501" ? "42501" : [{ owner_id: ana }]]);
      const writes = [
        as(ana, (tx) => tx`update ${tx(name)} set owner_id = owner_id where owner_id = ${ben}`),
        as(ana, (tx) => tx`delete from ${tx(name)} where owner_id = ${ben}`),
      ];
      for (const write of writes) {
        expect([name, await write.then((rows) => rows.count).catch((error) => error.code)]).toEqual([
          name,
          expect.toBeOneOf([0, "42501"]),
        ]);
      }
    }
    const left = await Promise.all(
      owned.map(({ name }) => admin`select 1 from ${admin(name)} where owner_id = ${ben}`),
    );
    expect(left.map((rows) => rows.count)).toEqual(owned.map(() => 1));
  });

  test("most owned tables can be read by their tenant, so that the proof above is not an empty one", async () => {
    const readable = await admin`
      select count(*)::int as tables
      from pg_class
      where relnamespace = 'public'::regnamespace
        and relname = any (${owned.map((table) => table.name)})
        and has_table_privilege('vixen_app', oid, 'select')
    `;
    expect(readable[0]?.tables).toBeGreaterThan(owned.length * 0.7);
  });

  test("a row for a stranger is refused by every owned table", async () => {
    for (const table of owned) {
      const row = { ...sampleRow(table, `${ana}_2`), owner_id: ben };
      const code = await errorCode(as(ana, (tx) => tx`insert into ${tx(table.name)} ${tx(row)}`));
      expect([table.name, code]).toEqual([table.name, "42501"]);
    }
  });

  test("without a tenant's id nothing is seen", async () => {
    const seen = await login.begin(async (tx) => {
      await tx`set local role vixen_app`;
      return tx`select 1 from avatars`;
    });
    expect(seen.count).toBe(0);
  });

  test("users, who are owned by themselves, see only themselves", async () => {
    await admin`
      insert into users (id, email, name, password_hash)
      values (${ana}, 'ana@example.com', 'Ana', '-'), (${ben}, 'ben@example.com', 'Ben', '-')
    `;
    expect(await as(ana, (tx) => tx`select id from users`)).toEqual([{ id: ana }]);
  });
});

describe("the catalogue", () => {
  test("every foreign key has an index that begins with its columns", async () => {
    const unindexed = await admin`
      select conrelid::regclass::text as relation, conname as name
      from pg_constraint k
      where contype = 'f'
        and connamespace = 'public'::regnamespace
        and not exists (
          select from pg_index i
          where i.indrelid = k.conrelid
            and i.indpred is null
            and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
        )
    `;
    expect(unindexed).toEqual([]);
  });

  test("every foreign key says what happens on delete", async () => {
    const unspoken = await admin`
      select conrelid::regclass::text as relation, conname as name
      from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace and confdeltype = 'a'
    `;
    expect(unspoken).toEqual([]);
  });

  test("views run with the rights of who asks", async () => {
    const views = await admin`
      select relname as name
      from pg_class
      where relnamespace = 'public'::regnamespace
        and relkind = 'v'
        and not coalesce(reloptions @> array['security_invoker=true'], false)
    `;
    expect(views).toEqual([]);
  });
});
