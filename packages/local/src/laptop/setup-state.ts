import postgres from "postgres";

/** What a setup looks like that stands somewhere else than it does: as a run of that end would have left the rows. */
const states = {
  training: { run: "running", step: "running" },
  review: { run: "paused", step: "succeeded" },
  failed: { run: "failed", step: "failed", code: "cap_reached" },
  // Ended by the machine around it, before the step could say anything of itself.
  timedOut: { run: "failed", step: "running", code: "States.Timeout" },
  ready: { run: "succeeded", step: "succeeded" },
} as const;
export type SetupState = keyof typeof states | "archived";

/**
 * Puts an avatar that had a setup into a state, for what looks at its pages: its last run, with the last of the
 * steps that began, stands as it would then.
 */
export async function putSetupState(adminUrl: string, avatarId: string, state: SetupState): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      await tx`update avatars set status = ${state === "timedOut" ? "failed" : state} where id = ${avatarId}`;
      if (state === "archived") return;
      const { run, step, code = null } = states[state] as { run: string; step: string; code?: string };
      const isOver = step !== "running";
      const [last] = await tx`
        select run.id, step.step
        from setup_runs as run
        join setup_steps as step on step.run_id = run.id
        where run.avatar_id = ${avatarId}
        order by run.id desc, step.started_at desc
        limit 1
      `;
      const runId = String(last?.id);
      await tx`
        update setup_runs
        set status = ${run}, error_code = ${code}, error_step = ${code && String(last?.step)},
          ended_at = case when ${run !== "running"} then coalesce(ended_at, now()) end
        where id = ${runId}
      `;
      await tx`
        update setup_steps
        set status = ${step}, error_code = ${isOver ? code : null},
          ended_at = case when ${isOver} then coalesce(ended_at, now()) end
        where run_id = ${runId} and step = ${String(last?.step)}
      `;
    });
  } finally {
    await sql.end();
  }
}
