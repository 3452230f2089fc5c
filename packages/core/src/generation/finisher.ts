import type { Picture } from "./picture.ts";
import type { Failure, Info, Kind } from "./schema.ts";

/**
 * What a domain does with a picture made for it: it may call providers and store files, and answers the
 * database's part, which is run in the transaction that settles the generation.
 */
export type Inspect = (generation: Info, picture: Picture) => Promise<() => Promise<void>>;

/** What a domain does when a picture is given up, in the transaction that settles the generation. */
export type Fail = (generation: Info, failure: Failure) => Promise<void>;

export type Inspectors = Record<Kind, Inspect>;
export type Failers = Record<Kind, Fail>;
