import { sql } from "../kit/db.ts";
import * as Replicate from "../provider/replicate.ts";
import type * as Attempt from "./attempt.ts";

/** What tells a run at the provider to be that of an attempt. */
export type IsRun = (run: Replicate.Run) => boolean;

/** Tells whether a run at the provider is what an attempt asked for. In the caller's transaction. */
export async function runOf(attempt: Attempt.Info): Promise<IsRun> {
  const [row] = await sql<
    [{ model: string; seed: number; prompt: string | null; referenceKey: string | null }?]
  >`
    select model, seed, input ->> 'prompt' as prompt, reference_key
    from generations
    where id = ${attempt.subjectId}
  `;
  return (run) => row !== undefined && Replicate.isRunOf(run, row);
}
