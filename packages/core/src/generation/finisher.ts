import type { Picture } from "./picture.ts";
import type { Failure, Info, Kind } from "./schema.ts";

/**
 * What a domain does with a picture made for it. First it reads what it needs, in the transaction that takes the
 * picture over; then it may call providers and store files, whose cost goes on the collector's tab; and it answers the
 * database's part, which is run in the transaction that settles the generation. Without an answer to the first nobody
 * wants the picture any more: it is paid for, and neither checked nor kept.
 */
export type Inspect = (generation: Info) => Promise<Look | undefined>;
export type Look = (picture: Picture) => Promise<() => Promise<void>>;

/** What a domain does when a picture is given up, in the transaction that settles the generation. */
export type Fail = (generation: Info, failure: Failure) => Promise<void>;

export type Inspectors = Record<Kind, Inspect>;
export type Failers = Record<Kind, Fail>;
