import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { log } from "../kit/log.ts";
import { send } from "../kit/outbox.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Attempt from "./attempt.ts";
import type { Failers } from "./finisher.ts";
import { columns, queueTime, retryOrFail } from "./generation.ts";
import { type IsRun, runOf } from "./match.ts";
import type { Info } from "./schema.ts";

const perSweep = 200;
// Clocks differ, and an answer may have been on its way.
const marginMs = 60_000;

/** Asked once for each attempt, however many runs the provider has. */
type Match = (attempt: Attempt.Info) => Promise<IsRun>;

/** Ends an attempt that the provider never saw; the subject may then be tried again. Runs as the tenant. */
type Abandon = (attempt: Attempt.Info) => Promise<void>;

export type Reconciled = { polled: number; found: number; lost: number; resent: number };

/**
 * Repairs what webhooks and messages lost: running purchases are looked at, those without an answer are
 * searched for at the provider before they count as lost, and pictures whose message vanished get another.
 */
export async function reconcile(
  failers: Failers,
  training: { match: Match; abandon: Abandon },
): Promise<Reconciled> {
  return Actor.asSystem("reconcile", async () => {
    const due = await Attempt.takeDue(perSweep);
    const running = due.filter((attempt) => attempt.providerId !== null);
    const unanswered = due.filter((attempt) => attempt.providerId === null);
    await point(running);
    // Before the search, which fails while the provider is down.
    const resent = await resend();
    const searched = await Promise.all([
      search("predictions", unanswered, matchGeneration, (attempt) => abandonGeneration(attempt, failers)),
      search("trainings", unanswered, training.match, training.abandon),
    ]);
    return {
      polled: running.length,
      found: searched.reduce((sum, part) => sum + part.found, 0),
      lost: searched.reduce((sum, part) => sum + part.lost, 0),
      resent,
    };
  });
}

/** Has the collector look at runs; it settles those that ended. */
async function point(attempts: Attempt.Info[]): Promise<void> {
  for (const attempt of attempts) {
    const { providerId, ownerId, subjectKind, id: attemptId } = attempt;
    if (!providerId) continue;
    const kind = subjectKind === "training" ? "training" : "prediction";
    await Actor.asUser(ownerId, () =>
      transaction(() => send("provider-event", { provider: "replicate", kind, id: providerId, attemptId })),
    );
  }
}

async function search(
  kind: "predictions" | "trainings",
  unanswered: Attempt.Info[],
  match: Match,
  abandon: Abandon,
): Promise<{ found: number; lost: number }> {
  const attempts = unanswered.filter(
    (attempt) => (attempt.subjectKind === "training") === (kind === "trainings"),
  );
  const oldest = Math.min(...attempts.map((attempt) => attempt.createdAt.getTime()));
  if (attempts.length === 0) return { found: 0, lost: 0 };
  const runs = await withRetry(() => Replicate.listSince(kind, new Date(oldest - marginMs)));
  const taken = await transaction(() => Attempt.knownProviderIds(runs.map((run) => run.id)));
  let found = 0;
  for (const attempt of attempts) {
    const isRun = await match(attempt);
    const run = runs.find((one) => !taken.has(one.id) && isRun(one));
    if (run) {
      found++;
      taken.add(run.id);
      await Attempt.adopt(run.id, attempt.id, async () => true);
      await point([{ ...attempt, providerId: run.id }]);
    } else {
      log.warn("attempt_lost", { attemptId: attempt.id, subjectId: attempt.subjectId });
      await Actor.asUser(attempt.ownerId, () => abandon(attempt));
    }
  }
  return { found, lost: attempts.length - found };
}

const matchGeneration: Match = (attempt) => transaction(() => runOf(attempt));

async function abandonGeneration(attempt: Attempt.Info, failers: Failers): Promise<void> {
  const failure = {
    code: "no_answer",
    message: "The provider did not answer and knows nothing of the request.",
  };
  await transaction(async () => {
    if (!(await Attempt.lose(attempt, failure))) return;
    const [generation] = await sql<[Info?]>`
      select ${columns()} from generations where id = ${attempt.subjectId} and owner_id = ${Actor.userId()}
    `;
    if (!generation) return;
    if (await retryOrFail(generation, failure)) await failers[generation.kind](generation, failure);
  });
}

/**
 * Pictures that wait in the queue without a message, or whose collector died, get a new one. One that no attempt
 * stands for is bought anew.
 */
async function resend(): Promise<number> {
  const rows = await transaction(
    () => sql<{ id: string; ownerId: string; attemptId: string | null; providerId: string | null }[]>`
      update generations as generation
      set deadline_at = ${deadline(queueTime)},
        status = case when stuck.attempt_id is null then 'queued' else 'submitted' end
      from (
        select due.id, held.id as attempt_id, held.provider_id
        from generations as due
        left join lateral (
          select attempt.id, attempt.provider_id
          from attempts as attempt
          where attempt.subject_id = due.id and due.status <> 'queued'
            and (attempt.status in ('claimed', 'unknown', 'submitted')
              or (attempt.status = 'lost' and attempt.provider_id is not null))
          order by attempt.status = 'lost', attempt.id desc
          limit 1
        ) as held on true
        where due.deadline_at < now()
          and (due.status in ('queued', 'collecting') or (due.status = 'submitted' and held.id is null))
        order by due.deadline_at
        limit ${perSweep}
        for update of due skip locked
      ) as stuck
      where generation.id = stuck.id
      returning generation.id, generation.owner_id, stuck.attempt_id, stuck.provider_id
    `,
  );
  for (const { id, ownerId, attemptId, providerId } of rows) {
    await Actor.asUser(ownerId, () =>
      transaction(async () => {
        if (!attemptId) return send("generation", { generationId: id });
        // Without the provider's id the search finds the run, or gives it up.
        if (!providerId) return;
        await send("provider-event", {
          provider: "replicate",
          kind: "prediction",
          id: providerId,
          attemptId,
        });
      }),
    );
  }
  return rows.length;
}
