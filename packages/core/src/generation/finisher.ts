import type { Picture } from "./picture.ts";
import type { Failure, Info, Kind } from "./schema.ts";

/**
 * What a domain does with a picture made for it. `inspect` may call providers and store files; it answers the
 * database's part, which is run in the transaction that settles the generation. `fail` runs in such a
 * transaction too.
 */
export type Finisher = {
  inspect(generation: Info, picture: Picture): Promise<() => Promise<void>>;
  fail(generation: Info, failure: Failure): Promise<void>;
};

export type Finishers = Record<Kind, Finisher>;
