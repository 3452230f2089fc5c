import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres } from "../cloud/postgres/start.ts";
import { testDatabase } from "./test-database.ts";

const dimensions = 32;

/** A point on a circle, so that neighbours are known without computing them as the index does. */
function point(step: number): string {
  const angle = (step / 100) * Math.PI;
  const values = Array.from({ length: dimensions }, () => 0);
  return JSON.stringify([Math.cos(angle), Math.sin(angle), ...values.slice(2)]);
}

async function nearestOverIndex(sql: postgres.Sql) {
  return sql.begin(async (tx) => {
    await tx`create table points (id int primary key, embedding vector(32) not null)`;
    const rows = Array.from({ length: 100 }, (_, id) => ({ id, embedding: point(id) }));
    await tx`insert into points ${tx(rows)}`;
    await tx`create index points_embedding on points using hnsw (embedding vector_cosine_ops)`;
    await tx`set local enable_seqscan = off`;
    const nearest = tx`select id from points order by embedding <=> ${point(42)}::vector limit 3`;
    const plan = await tx`explain select id from points order by embedding <=> ${point(42)}::vector limit 3`;
    return { ids: (await nearest).map((row) => row.id as number), plan: JSON.stringify(plan) };
  });
}

function check(found: { ids: number[]; plan: string }): void {
  expect(found.plan).toContain("points_embedding");
  expect(found.ids[0]).toBe(42);
  expect(found.ids.slice(1).sort()).toEqual([41, 43]);
}

describe("nearest neighbours by an HNSW index", () => {
  let real: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    real = await testDatabase();
  });
  afterAll(() => real.drop());

  test("on real Postgres, where pgvector could be built", async (context) => {
    context.skip(!real.hasVector, "pgvector cannot be built on this machine");
    const sql = postgres(real.adminUrl, { max: 1, onnotice: () => {} });
    check(await nearestOverIndex(sql));
    await sql.end();
  });

  test("on the embedded database", async () => {
    const database = await startPostgres();
    const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
    await sql`create extension vector`;
    check(await nearestOverIndex(sql));
    await sql.end();
    await database.stop();
  });
});
