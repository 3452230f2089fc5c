import { isCollision, isUnreachable } from "@vixen/core/kit/database-error.ts";

type Refusal = { status: number; code: string; message: string; retryAfterSeconds?: number };

// A NUL letter is fine in JSON and impossible in Postgres' text (22021) and jsonb (22P05).
const letterCodes = new Set(["22021", "22P05"]);

/** What a failure of the database means to the caller; undefined when it is a bug of ours. */
export function databaseFailure(error: unknown): Refusal | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (isUnreachable(error)) {
    const message = "The database cannot be reached right now. Try again in a few seconds.";
    return { status: 503, code: "database_unavailable", message, retryAfterSeconds: 5 };
  }
  if (letterCodes.has(code)) {
    const message = "A text holds the letter NUL (\\u0000), which cannot be stored. Remove it.";
    return { status: 400, code: "input_invalid", message };
  }
  // Half of a sign that takes two in UTF-16, as of an emoji, is fine in JSON and impossible in jsonb.
  if (
    code === "22P02" &&
    error instanceof Error &&
    "detail" in error &&
    /surrogate/i.test(String(error.detail))
  ) {
    const message = "A text holds half of an emoji (a lone surrogate), which cannot be stored. Remove it.";
    return { status: 400, code: "input_invalid", message };
  }
  // Two requests changed the same thing at the same moment; the other one won.
  if (code === "23505" || isCollision(error)) {
    const message =
      "Something else changed this at the same moment. Look at it again, then repeat the request.";
    return { status: 409, code: "changed_meanwhile", message };
  }
  return undefined;
}
