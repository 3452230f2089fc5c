import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openAsBlob, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { createRoles } from "./roles.ts";

/**
 * Creates an empty database with our roles. `initdb` takes two seconds in WebAssembly, so what it made the
 * first time is kept beside the installed packages and unpacked the next.
 */
export async function createDatabase(dataDir: string | undefined): Promise<PGlite> {
  const template = templateFile();
  const options = { extensions: { vector }, ...(dataDir === undefined ? {} : { dataDir }) };
  if (existsSync(template)) return PGlite.create({ ...options, loadDataDir: await openAsBlob(template) });
  const database = await PGlite.create(options);
  await database.exec(createRoles);
  const archive = await database.dumpDataDir("none");
  try {
    mkdirSync(dirname(template), { recursive: true });
    const unfinished = `${template}.${process.pid}.${Date.now()}`;
    writeFileSync(unfinished, Buffer.from(await archive.arrayBuffer()));
    renameSync(unfinished, template);
  } catch {
    // Packages that cannot be written to: the next database takes its two seconds again.
  }
  return database;
}

/** Another PGlite or other roles make another template. */
function templateFile(): string {
  const entry = fileURLToPath(import.meta.resolve("@electric-sql/pglite"));
  const { version } = JSON.parse(readFileSync(join(dirname(entry), "../package.json"), "utf8"));
  const key = createHash("sha256").update(createRoles).digest("hex").slice(0, 12);
  return join(
    import.meta.dirname,
    "../../../../../node_modules/.cache/vixen",
    `pglite-${version}-${key}.tar`,
  );
}
