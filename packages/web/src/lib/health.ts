export type Health =
  | { state: "up"; milliseconds: number }
  | { state: "degraded"; milliseconds: number; reason: string }
  | { state: "unreachable"; reason: string };

/** Longer than a cold start of the API with its first database connection. */
const TIMEOUT_MS = 5_000;

/**
 * Asks the API how it is. Never throws: no answer is one of the answers this page exists to give. The reason
 * is for the visitor and names no address.
 */
export async function readHealth(apiUrl = process.env.API_URL): Promise<Health> {
  if (!apiUrl) return { state: "unreachable", reason: "This site has not been told where the API is." };
  const start = performance.now();
  try {
    const response = await fetch(new URL("/health", apiUrl), {
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const milliseconds = Math.round(performance.now() - start);
    if (response.ok) return { state: "up", milliseconds };
    return { state: "degraded", milliseconds, reason: `It answers, with status ${response.status}.` };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === "TimeoutError";
    return {
      state: "unreachable",
      reason: timedOut ? "It did not answer within five seconds." : "The connection failed.",
    };
  }
}
