const connectionCodes = new Set([
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);
// Too many connections, shutting down, starting up; 08… is any broken connection.
const serverCodes = /^(08...|53300|57P0[1-3])$/;
// How Supabase's pooler says that it has no connection to give, under a code that may mean anything (XX000).
const poolerWords = /EMAXCONN|ECHECKOUTTIMEOUT|EDBHANDLEREXITED|max client connections|unable to check out/i;
const collisionCodes = new Set(["40001", "40P01"]);

/** The machine's Retry names a failure by its type, so one that passes by itself has a type of its own. */
export class RetryableDatabaseError extends Error {
  override readonly name = "RetryableDatabaseError";
  readonly code = "database_unavailable";
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** Whether the database was out of reach: nothing is wrong with what was asked. */
export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  if (connectionCodes.has(code) || serverCodes.test(code)) return true;
  return code === "XX000" && error instanceof Error && poolerWords.test(error.message);
}

/** Whether two transactions got in each other's way and this one was undone; the same again may pass. */
export const isCollision = (error: unknown): boolean => collisionCodes.has(codeOf(error));

/** What a caller should see that repeats by an error's type: itself, or the type that says "again". */
export function asRetryable(error: unknown): unknown {
  if (!isUnreachable(error) && !isCollision(error)) return error;
  return new RetryableDatabaseError("The database could not be reached, or was busy. It is tried again.", {
    cause: error,
  });
}
