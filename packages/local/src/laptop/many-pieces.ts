import { createId } from "@vixen/core/kit/id.ts";
import postgres from "postgres";

/** As many as a batch may have. */
const perBatch = 200;

/**
 * Copies a finished batch until its owner's library holds `total` pieces: rows only, whose pictures are those of the
 * first. What a provider would take an hour for is there in a second.
 */
export async function multiplyPieces(adminUrl: string, batchId: string, total: number): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const originals = await sql<{ id: string }[]>`
      select id from content_pieces where batch_id = ${batchId} order by ordinal
    `;
    const [known] = await sql<[{ count: number }]>`
      select count(*)::int as count from content_pieces
      where owner_id = (select owner_id from content_batches where id = ${batchId})
    `;
    for (let missing = total - known.count; missing > 0; missing -= perBatch) {
      const requested = Math.min(missing, perBatch);
      const copyId = createId("contentBatch");
      await copyRows(sql, "content_batches", [{ from: batchId, change: { id: copyId, requested } }]);
      const pieces = Array.from({ length: requested }, (_, ordinal) => ({
        from: originals[ordinal % originals.length]?.id ?? "",
        change: { id: createId("contentPiece"), batch_id: copyId, ordinal },
      }));
      await copyRows(sql, "content_pieces", pieces);
    }
  } finally {
    await sql.end();
  }
}

/** Inserts rows again with some columns changed, whatever columns there are; computed ones compute themselves. */
async function copyRows(
  sql: postgres.Sql,
  table: string,
  copies: { from: string; change: Record<string, string | number> }[],
): Promise<void> {
  const columns = await sql<{ name: string }[]>`
    select quote_ident(attname) as name
    from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
  `;
  const names = sql.unsafe(columns.map(({ name }) => name).join(", "));
  await sql`
    insert into ${sql(table)} (${names})
    select ${names}
    from (
      select (jsonb_populate_record(null::${sql(table)}, to_jsonb(original) || copy.change)).*
      from jsonb_to_recordset(${sql.json(copies)}::jsonb) as copy("from" text, change jsonb)
      join ${sql(table)} as original on original.id = copy."from"
    ) as copied
  `;
}
