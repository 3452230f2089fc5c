import type { z } from "zod";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import type { Reason, Verdict } from "../safety/reason.ts";
import type { placeSchema } from "../safety/verdict.ts";
import * as Piece from "./piece.ts";
import { findTemplate } from "./template/index.ts";

/** What one of the checks said; the same place is judged again when its content changes. */
type VerdictRow = {
  place: z.infer<typeof placeSchema>;
  verdict: Verdict;
  reasons: Reason[];
  model: string;
  policyVersion: string;
  createdAt: Date;
};

type DecisionRow = {
  decision: "approved" | "rejected" | "reopened";
  reason: string | null;
  /** The person's name; null for one who is gone. */
  decidedBy: string | null;
  createdAt: Date;
};

type Origin = { seed: number; model: string; loraVersion: number; avatarName: string; timezone: string };

/** A piece with all that is known of it: verdicts, decisions, cost by kind in nano-dollars, and where it comes from. */
export async function getDetail(id: string) {
  const piece = await Piece.get(id);
  const [origin] = await sql<[Origin]>`
    select generation.seed, generation.model, version.version as lora_version, avatar.name as avatar_name,
      avatar.timezone
    from content_pieces as piece
    join avatars as avatar on avatar.id = piece.avatar_id
    join lora_versions as version on version.id = piece.lora_version_id
    left join generations as generation on generation.id = piece.generation_id
    where piece.id = ${id} and piece.owner_id = ${Actor.userId()}
  `;
  const verdicts = await sql<VerdictRow[]>`
    select place, verdict, reasons, model, policy_version, created_at
    from moderation_verdicts
    where subject_id = ${id} and owner_id = ${Actor.userId()}
    order by id desc
    limit 20
  `;
  const decisions = await sql<DecisionRow[]>`
    select line.decision, line.reason, person.name as decided_by, line.created_at
    from piece_decisions as line
    left join users as person on person.id = line.decided_by
    where line.piece_id = ${id} and line.owner_id = ${Actor.userId()}
    order by line.id desc
    limit 20
  `;
  const costs = await sql<{ kind: string; amountNanos: number }[]>`
    select kind, sum(amount_nanos)::float8 as amount_nanos
    from cost_entries
    where subject_id in (${id}, ${piece.generationId}) and owner_id = ${Actor.userId()}
    group by kind
    order by kind
  `;
  return { piece, ...origin, verdicts, decisions, costs, template: findTemplate(piece.templateId) ?? null };
}
