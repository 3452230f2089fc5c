import { execFile } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { binariesVersion } from "./postgres-binaries.ts";

const run = promisify(execFile);
const version = "0.8.0";
const source = `http://deb.debian.org/debian/pool/main/p/pgvector/pgvector_${version}.orig.tar.gz`;
const repository = join(import.meta.dirname, "../../../..");

/** Where a built extension waits for the next run; it survives in node_modules, also without a network. */
function cacheFolder(): string {
  return join(
    repository,
    "node_modules/.cache/vixen",
    `pgvector-${version}-${binariesVersion().full}-${process.arch}`,
  );
}

/**
 * Puts pgvector into an unpacked Postgres and says whether it is the real one. npm has no build of it, so it
 * is compiled once from Debian's source package where gcc and apt are there. Elsewhere a stand-in of the same
 * name lets the migrations run; the tests that need vectors then run on the embedded database only.
 */
export async function installVector(binaries: string): Promise<boolean> {
  const cache = cacheFolder();
  if (!existsSync(cache)) {
    // Whatever is missing (compiler, apt, network): the reason is shown, and the lane goes on without.
    await build(cache).catch((error: Error) => {
      process.stderr.write(`pgvector cannot be built here (${error.message.split("\n")[0]}).\n`);
    });
  }
  const extensions = join(binaries, "share/postgresql/extension");
  if (!existsSync(cache)) {
    writeFileSync(join(extensions, "vector.control"), "default_version = '0.0.0'\nrelocatable = true\n");
    writeFileSync(join(extensions, "vector--0.0.0.sql"), standIn);
    return false;
  }
  for (const name of readdirSync(cache)) {
    copyFileSync(
      join(cache, name),
      join(name === "vector.so" ? join(binaries, "lib/postgresql") : extensions, name),
    );
  }
  return true;
}

async function build(target: string): Promise<void> {
  if (process.platform !== "linux") throw new Error("only tried on Linux");
  const folder = mkdtempSync(join(tmpdir(), "vixen-pgvector-"));
  try {
    const answer = await fetch(source, { signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(`Debian answered ${answer.status} for ${source}`);
    writeFileSync(join(folder, "source.tar.gz"), Buffer.from(await answer.arrayBuffer()));
    await run("tar", ["xzf", "source.tar.gz"], { cwd: folder });
    const { major } = binariesVersion();
    await run("apt-get", ["download", "-qq", `postgresql-server-dev-${major}`], {
      cwd: folder,
      timeout: 30_000,
    });
    const archive = readdirSync(folder).find((name) => name.endsWith(".deb"));
    if (!archive) throw new Error("apt brought no headers");
    await run("dpkg", ["-x", archive, "headers"], { cwd: folder });
    const code = join(folder, `pgvector-${version}`);
    const files = readdirSync(join(code, "src")).filter((name) => name.endsWith(".c"));
    const headers = join(folder, "headers/usr/include/postgresql", major, "server");
    const options = ["-O2", "-fPIC", "-shared", "-fno-math-errno", "-ftree-vectorize", "-w", "-I", headers];
    await run("gcc", [...options, "-o", "../vector.so", ...files], {
      cwd: join(code, "src"),
      timeout: 120_000,
    });
    const built = join(folder, "built");
    mkdirSync(built);
    renameSync(join(code, "vector.so"), join(built, "vector.so"));
    copyFileSync(join(code, "vector.control"), join(built, "vector.control"));
    copyFileSync(join(code, "sql/vector.sql"), join(built, `vector--${version}.sql`));
    mkdirSync(dirname(target), { recursive: true });
    await run("cp", ["-r", built, `${target}.${process.pid}`]);
    renameSync(`${target}.${process.pid}`, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Just enough for `vector(1536)` columns and HNSW indexes to be declared. It holds no vectors. */
const standIn = `
create type vector;
create function vector_in(cstring, oid, integer) returns vector language internal immutable strict as 'varcharin';
create function vector_out(vector) returns cstring language internal immutable strict as 'varcharout';
create function vector_typmod_in(cstring[]) returns integer language internal immutable strict as 'varchartypmodin';
create function vector_typmod_out(integer) returns cstring language internal immutable strict as 'varchartypmodout';
create type vector (
  input = vector_in, output = vector_out, typmod_in = vector_typmod_in, typmod_out = vector_typmod_out,
  storage = extended
);
create function vector_hash(vector) returns integer language internal immutable strict as 'hashvarlena';
create access method hnsw type index handler hashhandler;
create operator class vector_l2_ops for type vector using hnsw as function 1 vector_hash(vector);
create operator class vector_ip_ops for type vector using hnsw as function 1 vector_hash(vector);
create operator class vector_cosine_ops for type vector using hnsw as function 1 vector_hash(vector);
`;
