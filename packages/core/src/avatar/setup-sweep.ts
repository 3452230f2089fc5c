import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { log } from "../kit/log.ts";
import * as Setup from "./setup.ts";
import * as SetupRun from "./setup-run.ts";

// Step Functions answers fifteen such questions a second; what is left waits for the next minute.
const perSweep = 50;

type Due = { id: string; ownerId: string; avatarId: string };

/**
 * Asks the machine about runs that still count as running: one that ended without writing it down (a time limit,
 * a database that was away for too long) has failed and can be retried; one that never began is begun. Runs as
 * the system.
 * @returns how many had failed, and how many were begun.
 */
export async function sweepSetups(): Promise<{ runsFailed: number; runsBegun: number }> {
  const due = await transaction(
    () => sql<Due[]>`
      update setup_runs
      set deadline_at = ${deadline(SetupRun.lookTime)}
      where id in (
        select id
        from setup_runs
        where status = 'running' and deadline_at < now()
        order by deadline_at
        limit ${perSweep}
        for update skip locked
      )
      returning id, owner_id, avatar_id
    `,
  );
  let [runsFailed, runsBegun] = [0, 0];
  for (const { id: runId, ownerId, avatarId } of due) {
    // For the functions that never sweep, its client of Step Functions would be dead weight.
    const { describe } = await import("./execution.ts");
    const { state, status, cause } = await describe(runId);
    if (state === "running") continue;
    log.warn("setup_stranded", { avatarId, runId, status, cause });
    await Actor.asUser(ownerId, () =>
      state === "missing" ? Setup.begin(avatarId, runId) : Setup.recordFailure(avatarId, runId, stranded),
    );
    if (state === "missing") runsBegun++;
    else runsFailed++;
  }
  return { runsFailed, runsBegun };
}

const stranded = {
  code: "setup_stranded",
  message: "The setup ended without saying why. Retry it; it goes on where it stood.",
};
