import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";

interface Migration {
  id: number;
  name: string;
  text: string;
  checksum: string;
}

export interface MigrateInput {
  /** A direct or session connection as the owner of the schema; never the transaction pooler. */
  url?: string;
  /** Instead of `url`, a connection that the caller closes. */
  sql?: postgres.Sql;
  /** Where the numbered files lie; a bundle names its copy in MIGRATIONS_DIRECTORY. */
  directory?: string;
}

/** In the repository; in a bundle the path leads nowhere and MIGRATIONS_DIRECTORY is set. */
const repositoryDirectory = () => fileURLToPath(new URL("../../../../migrations", import.meta.url));

/**
 * Applies the files that the database has not seen, each in a transaction of its own, and returns their names.
 * Throws when a file was changed after it was applied. Any number of deployers may run it at once: the id is
 * inserted first, so the second one waits there, finds the work done and goes on with the next file.
 */
export async function migrate(input: MigrateInput): Promise<string[]> {
  const migrations = readMigrations(
    input.directory ?? process.env.MIGRATIONS_DIRECTORY ?? repositoryDirectory(),
  );
  const sql = input.sql ?? connect(input.url);
  try {
    await createTable(sql);
    const names: string[] = [];
    for (const migration of migrations) {
      if (await apply(sql, migration)) names.push(migration.name);
    }
    return names;
  } finally {
    if (!input.sql) await sql.end();
  }
}

function connect(url: string | undefined): postgres.Sql {
  if (!url) throw new Error("migrate needs the database's address: give `url` or `sql`.");
  return postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
}

function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(".sql") && name !== "schema.sql")
    .sort();
  const ids = new Set<number>();
  return names.map((name) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (!number) throw new Error(`The migration ${name} is not named like 0001_what_it_does.sql.`);
    const id = Number(number);
    if (ids.has(id)) throw new Error(`Two migrations have the number ${number}: give ${name} the next one.`);
    ids.add(id);
    const text = readFileSync(join(directory, name), "utf8");
    return { id, name, text, checksum: createHash("sha256").update(text).digest("hex") };
  });
}

async function createTable(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    // "if not exists" alone fails when two create the table at the same moment.
    await tx`select pg_advisory_xact_lock(hashtext('schema_migrations'))`;
    await tx`
      create table if not exists schema_migrations (
        id integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now()
      )
    `;
  });
}

async function apply(sql: postgres.Sql, migration: Migration): Promise<boolean> {
  const { id, name, checksum } = migration;
  return sql.begin(async (tx) => {
    const [won] = await tx`
      insert into schema_migrations (id, name, checksum)
      values (${id}, ${name}, ${checksum})
      on conflict (id) do nothing
      returning id
    `;
    if (!won) {
      const [applied] = await tx<{ name: string; checksum: string }[]>`
        select name, checksum
        from schema_migrations
        where id = ${id}
      `;
      if (applied?.checksum !== checksum) {
        throw new Error(
          `The migration ${name} differs from ${applied?.name ?? "the one"} that this database has applied. ` +
            "Applied files never change: restore it and write a new one.",
        );
      }
      return false;
    }
    // A change that waits for a lock makes everyone behind it wait: better a failed deployment than a silent stop.
    await tx`set local lock_timeout = '10s'`;
    await tx.unsafe(migration.text).simple();
    return true;
  });
}
