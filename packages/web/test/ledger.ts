import { randomUUID } from "node:crypto";
import { createId } from "@vixen/core/kit/id.ts";
import postgres from "postgres";

type Entry = { kind: string; model: string; amount_nanos: number; created_at?: string };

/** Books rows for an avatar as its owner's, without anything having been bought. */
export async function bookCosts(
  { databaseAdminUrl }: { databaseAdminUrl: string },
  avatarId: string,
  entries: Entry[],
): Promise<{ owner_id: string; avatar_id: string; provider: string }> {
  const sql = postgres(databaseAdminUrl, { max: 1, onnotice: () => {} });
  try {
    const [owner] = await sql`select owner_id from avatars where id = ${avatarId}`;
    const own = { owner_id: String(owner?.owner_id), avatar_id: avatarId, provider: "test" };
    const rows = entries.map((entry) => ({
      ...own,
      created_at: new Date().toISOString(),
      ...entry,
      id: createId("costEntry"),
      unit: "unit",
      quantity: 1,
      price_version: "1",
      provider_ref: randomUUID(),
    }));
    await sql`insert into cost_entries ${sql(rows)}`;
    return own;
  } finally {
    await sql.end();
  }
}
