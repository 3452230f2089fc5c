import { createId } from "@vixen/core/kit/id.ts";
import { database } from "../harness.ts";
import type { Tenant } from "./tenant.ts";

export type Row = {
  kind: string;
  model: string;
  avatarId: string;
  batchId: string | null;
  nanos: number;
  at: Date;
};

/** Puts rows at given moments into the ledger, which itself only knows now. */
export async function put(tenant: Tenant, rows: Row[]): Promise<void> {
  const sql = database();
  await sql`insert into cost_entries ${sql(
    rows.map((row) => ({
      id: createId("costEntry"),
      owner_id: tenant.userId,
      avatar_id: row.avatarId,
      batch_id: row.batchId,
      kind: row.kind,
      provider: "test",
      model: row.model,
      unit: "u",
      quantity: 1,
      price_version: "1",
      amount_nanos: row.nanos,
      provider_ref: createId("request"),
      created_at: row.at,
    })),
  )}`;
}

export async function putAvatar(tenant: Tenant, name: string, estimate: number | null): Promise<string> {
  const id = createId("avatar");
  const sql = database();
  await sql`insert into avatars ${sql({
    id,
    owner_id: tenant.userId,
    name,
    niche: "n",
    style: "s",
    language: "es",
    city: "Madrid",
    country: "Spain",
    timezone: "Europe/Madrid",
    age: 27,
    seed: 1,
    trigger_word: "VX",
    setup_estimate_nanos: estimate,
  })}`;
  await sql`insert into face_candidates ${sql({
    id: createId("faceCandidate"),
    owner_id: tenant.userId,
    avatar_id: id,
    slot: 0,
    seed: 1,
    prompt: "p",
    generation_id: "g",
  })}`;
  return id;
}

export const at = (moment: string) => new Date(moment);
const _sumOf = (rows: { amountNanos: number }[]) => rows.reduce((sum, row) => sum + row.amountNanos, 0);
export const sumOf = (rows: { amountNanos: number }[]) => rows.reduce((sum, row) => sum + row.amountNanos, 0);
