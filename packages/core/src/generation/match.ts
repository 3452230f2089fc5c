import { sql } from "../kit/db.ts";
import * as Replicate from "../provider/replicate.ts";
import type * as Attempt from "./attempt.ts";

/** Whether a run at the provider is what an attempt asked for. In the caller's transaction. */
export async function isRunOf(attempt: Attempt.Info, run: Replicate.Run): Promise<boolean> {
  const [row] = await sql<
    [{ model: string; seed: number; prompt: string | null; referenceKey: string | null }?]
  >`
    select model, seed, input ->> 'prompt' as prompt, reference_key
    from generations
    where id = ${attempt.subjectId}
  `;
  return row !== undefined && Replicate.isRunOf(run, row);
}
