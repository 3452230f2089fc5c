import { sql } from "../kit/db.ts";
import type { SetupStep } from "./schema.ts";

/** In nano-dollars; a part that nothing was booked for is absent. */
export type StepCosts = Partial<Record<SetupStep | "faces", number>>;

/**
 * What an avatar has cost (`spent_nanos`) and what each part of its setup did (`step_costs`), by what the ledger's rows
 * are about: an id says of what kind it is. Further trainings count with the first; batches and texts that were written
 * anew do not belong to a setup. One pass over the rows: the statement is polled.
 */
export const costs = () => sql`
  (
    select
      coalesce(sum(nanos), 0)::float8 as spent_nanos,
      coalesce(jsonb_object_agg(step, nanos) filter (where step is not null), '{}') as step_costs
    from (
      select
        case when batch_id is null then
          case split_part(subject_id, '_', 1)
            when 'cnd' then 'faces'
            when 'img' then 'generate-dataset'
            -- What a picture itself cost is booked to its generation, and its checks to the picture.
            when 'gen' then (
              select case generation.kind when 'candidate' then 'faces' when 'dataset' then 'generate-dataset' end
              from generations as generation
              where generation.id = cost_entries.subject_id and generation.owner_id = cost_entries.owner_id
            )
            when 'dts' then 'pack-dataset'
            when 'lra' then case kind when 'training' then 'train-lora' else 'copy-weights' end
            when 'avt' then 'write-identity'
          end
        end as step,
        sum(amount_nanos)::float8 as nanos
      from cost_entries
      where avatar_id = avatars.id and owner_id = avatars.owner_id
      group by step
    ) as booked
  )
`;
