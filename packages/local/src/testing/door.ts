import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf } from "@vixen/core/kit/error.ts";

/** What a whole test run shares: started when the first test file asks for it, stopped after the last. */
export type Shared<Answer> = { answer: Answer; stop(): Promise<void> };

/**
 * A door at which test files ask for what the run shares. It speaks HTTP because test files run in processes of
 * their own; a run that never asks never pays for the start.
 */
export async function openDoor<Answer>(start: () => Promise<Shared<Answer>>) {
  let running: Promise<Shared<Answer>> | undefined;
  const server = createServer((_request, response) => {
    running ??= start();
    running.then(
      ({ answer }) => response.setHeader("content-type", "application/json").end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(500).end(messageOf(error)),
    );
  });
  // A start may take minutes on a machine where nothing is built yet.
  server.requestTimeout = 0;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      // A failed start has been told to the tests that asked for it.
      const started = await running?.catch(() => undefined);
      await started?.stop();
    },
  };
}

/** Asks at a door. Throws with what the start complained of; `what` names it in the sentence. */
export async function askAt<Answer>(url: string, what: string): Promise<Answer> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(600_000) });
  if (!answer.ok) throw new Error(`${what} did not start: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}
