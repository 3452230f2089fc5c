import { log } from "@vixen/core/kit/log.ts";
import { afterAll, beforeAll, beforeEach } from "vitest";

const lines: string[] = [];

/** Keeps every line that is logged in this test file, whatever its level, as it would go to the log group. */
export function useLog(): void {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write.bind(stream));
  beforeAll(() => {
    log.setLogLevel("TRACE");
    for (const stream of streams) {
      stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
        lines.push(String(chunk));
        const done = rest.find((argument) => typeof argument === "function") as (() => void) | undefined;
        done?.();
        return true;
      };
    }
  });
  beforeEach(() => void lines.splice(0));
  afterAll(() => {
    for (const [index, stream] of streams.entries()) stream.write = writes[index] as typeof stream.write;
  });
}

/** What was logged since the test began. */
export const logged = (): string => lines.join("");
