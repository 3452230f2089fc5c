import { z } from "zod";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { idSchema } from "../kit/id.ts";
import { reasonSchema, verdictSchema } from "./reason.ts";

export const placeSchema = z.enum(["prompt", "image", "text", "face"]);

/** One verdict with what it is about. */
export const Info = z.object({
  id: idSchema("verdict"),
  avatarId: idSchema("avatar"),
  place: placeSchema,
  verdict: verdictSchema,
  reasons: z.array(reasonSchema),
  model: z.string(),
  policyVersion: z.string(),
  createdAt: z.coerce.date(),
  subject: z.object({
    kind: z.enum(["candidate", "dataset", "piece", "identity"]),
    pieceId: z.string().nullable(),
    batchId: z.string().nullable(),
    mediaKey: z.string().nullable(),
    mediaBucket: z.enum(["private", "public"]).nullable(),
    cdnUrl: z.string().nullable(),
    /** The words that were judged, cut short; null for a picture. */
    text: z.string().nullable(),
    /** Whether what was made may be shown: not when it was held back for what it shows. */
    isShown: z.boolean(),
  }),
});
export type Info = z.infer<typeof Info>;

export const Counts = z.object({
  byVerdict: z.record(verdictSchema, z.int()),
  byPlace: z.record(placeSchema, z.int()),
  /** How often each rule spoke, the most frequent first. */
  byCode: z.array(z.object({ code: z.string(), verdict: z.enum(["review", "block"]), count: z.int() })),
});
export type Counts = z.infer<typeof Counts>;

export type Filter = {
  avatarId: string;
  verdict?: Info["verdict"] | undefined;
  place?: Info["place"] | undefined;
  code?: string | undefined;
};

// A line or two; the whole text is on the page of what it belongs to.
const previewLetters = 240;

/** The verdicts on all that was made for an avatar, newest first; `before` is the last id of the page above. */
export async function list(filter: Filter, page: { limit: number; before?: string }): Promise<Info[]> {
  const { avatarId, verdict, place, code } = filter;
  return sql<Info[]>`
    select verdict.id, verdict.avatar_id, verdict.place, verdict.verdict, verdict.reasons, verdict.model,
      verdict.policy_version, verdict.created_at,
      jsonb_build_object(
        'kind', case
          when piece.id is not null then 'piece'
          when image.id is not null then 'dataset'
          when candidate.id is not null then 'candidate'
          else 'identity'
        end,
        'pieceId', piece.id,
        'batchId', piece.batch_id,
        'mediaKey', coalesce(piece.media_key, image.media_key, candidate.media_key),
        'mediaBucket', piece.media_bucket,
        'cdnUrl', piece.cdn_url,
        'text', left(case verdict.place
          when 'prompt' then coalesce(piece.prompt, image.prompt, candidate.prompt)
          when 'text' then coalesce(piece.hook, (
            select written.words
            from identity_components as component
            cross join lateral (
              select case jsonb_typeof(component.value)
                when 'array' then (select string_agg(word, ', ') from jsonb_array_elements_text(component.value) as word)
                else component.value #>> '{}'
              end as words
            ) as written
            where component.avatar_id = verdict.avatar_id
              and encode(sha256(convert_to(written.words, 'UTF8')), 'hex') = verdict.content_sha256
            limit 1
          ))
        end, ${previewLetters}),
        'isShown', coalesce(
          piece.status <> 'blocked',
          image.reject_reason is null or image.reject_reason not in ('young_look', 'blocked_by_moderation'),
          true
        ) and coalesce(candidate.status, 'ready') <> 'rejected'
      ) as subject
    from moderation_verdicts as verdict
    left join content_pieces as piece on piece.id = verdict.subject_id
    left join dataset_images as image on image.id = verdict.subject_id
    left join face_candidates as candidate on candidate.id = verdict.subject_id
    where verdict.avatar_id = ${avatarId} and verdict.owner_id = ${Actor.userId()}
      ${verdict ? sql`and verdict.verdict = ${verdict}` : sql``}
      ${place ? sql`and verdict.place = ${place}` : sql``}
      ${code ? sql`and verdict.reasons @> ${sql.json([{ code }])}` : sql``}
      ${page.before ? sql`and verdict.id < ${page.before}` : sql``}
    order by verdict.id desc
    limit ${page.limit}
  `;
}

/** How many verdicts there are of each kind, and which rules spoke. */
export async function count(avatarId: string): Promise<Counts> {
  const rows = await sql<{ verdict: Info["verdict"]; place: Info["place"]; count: number }[]>`
    select verdict, place, count(*)::int as count
    from moderation_verdicts
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    group by verdict, place
  `;
  const byCode = await sql<Counts["byCode"]>`
    select reason ->> 'code' as code, max(reason ->> 'verdict') as verdict, count(*)::int as count
    from moderation_verdicts, jsonb_array_elements(reasons) as reason
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    group by reason ->> 'code'
    order by count(*) desc, reason ->> 'code'
  `;
  const sumOf = (isCounted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(isCounted).reduce((sum, row) => sum + row.count, 0);
  return {
    byVerdict: mapOf(verdictSchema.options, (name) => sumOf((row) => row.verdict === name)),
    byPlace: mapOf(placeSchema.options, (name) => sumOf((row) => row.place === name)),
    byCode: [...byCode],
  };
}

const mapOf = <Name extends string>(names: readonly Name[], countOf: (name: Name) => number) =>
  Object.fromEntries(names.map((name) => [name, countOf(name)])) as Record<Name, number>;
