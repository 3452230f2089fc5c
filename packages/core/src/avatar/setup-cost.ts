import { sql } from "../kit/db.ts";
import type { SetupStep } from "./schema.ts";

/** In nano-dollars; a part that nothing was booked for is absent. */
export type StepCosts = Partial<Record<SetupStep | "faces", number>>;

/**
 * What each part of an avatar's setup has cost, by what the ledger's rows are about: an id says of what kind it is.
 * Further trainings count with the first; batches and texts that were written anew do not belong to a setup.
 */
export const stepCosts = () => sql`
  (
    select coalesce(jsonb_object_agg(step, nanos) filter (where step is not null), '{}')
    from (
      select
        case split_part(subject_id, '_', 1)
          when 'cnd' then 'faces'
          when 'img' then 'generate-dataset'
          when 'dts' then 'pack-dataset'
          when 'lra' then case kind when 'training' then 'train-lora' else 'copy-weights' end
          when 'avt' then 'write-identity'
        end as step,
        sum(amount_nanos)::float8 as nanos
      from cost_entries
      where avatar_id = avatars.id and owner_id = avatars.owner_id and batch_id is null
      group by step
    ) as booked
  ) as step_costs
`;
