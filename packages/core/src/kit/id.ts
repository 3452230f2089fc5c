import { monotonicFactory } from "ulid";
import { z } from "zod";

const prefixes = {
  user: "usr",
  session: "ses",
  emailToken: "emt",
  avatar: "avt",
  avatarDraft: "drf",
  faceCandidate: "cnd",
  setupRun: "run",
  dataset: "dts",
  datasetImage: "img",
  loraVersion: "lra",
  identityComponent: "idc",
  identityWrite: "idw",
  generation: "gen",
  attempt: "att",
  contentBatch: "bat",
  contentPiece: "pce",
  verdict: "ver",
  pieceDecision: "pdc",
  savedView: "viw",
  contentExport: "exp",
  providerCall: "cal",
  costEntry: "cst",
  outbox: "obx",
  request: "req",
} as const;

export type IdKind = keyof typeof prefixes;

// Within one millisecond ids still count up, so that rows made together keep their order.
const ulid = monotonicFactory();

/** A new id: a readable prefix and a ULID, so ids sort by time of creation. */
export function createId(kind: IdKind): string {
  return `${prefixes[kind]}_${ulid().toLowerCase()}`;
}

/** Accepts exactly the ids that `createId(kind)` makes. */
export function idSchema(kind: IdKind) {
  const prefix = prefixes[kind];
  return z
    .string()
    .regex(
      new RegExp(`^${prefix}_[0-9a-z]{26}$`),
      `This must be an id that starts with ${prefix}_, as a list answers it.`,
    );
}
