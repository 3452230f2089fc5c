/** Codes that say to a person what another one says: who is no longer signed in, and what only a program can mend. */
const same: Readonly<Record<string, string>> = {
  sign_in_required: "signed_out",
  session_ended: "signed_out",
  token_expired: "signed_out",
  token_invalid: "signed_out",
  route_unknown: "refused",
  method_not_allowed: "refused",
  media_type_unsupported: "refused",
  json_invalid: "refused",
  signature_invalid: "refused",
  body_invalid: "refused",
  origin_foreign: "refused",
};

/** The key of a code's sentence in the catalogue's `error`. */
export const keyOfCode = (code: string): string => same[code] ?? code;

/** The key of the sentence for a code that has none: who asked is only told that we failed where we did. */
export const keyOfStatus = (status: number | undefined): "refused" | "internal" =>
  status !== undefined && status >= 400 && status < 500 ? "refused" : "internal";
