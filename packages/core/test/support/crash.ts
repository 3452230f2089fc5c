import { disconnect } from "@vixen/core/kit/connection.ts";

const hookName = Symbol.for("vixen.crash-point");
type Hook = (name: string) => void;
const slot = globalThis as { [hookName]?: Hook };
const nowhere = "postgres://nobody@127.0.0.1:1/nowhere";

/** Thrown where a process was to die. */
export class Crash extends Error {
  override readonly name = "Crash";
}

let databaseUrl = "";
let crashes = 0;

/**
 * Arms a crash at a named point. The function ends there and its process is dead: what it still tries, such as
 * cleaning up in a `catch`, finds no database any more, until `restart`.
 */
export function armCrash(point: string, hit = 1): void {
  let left = hit;
  databaseUrl = process.env.DATABASE_URL ?? "";
  crashes = 0;
  slot[hookName] = (name) => {
    const isHit = name === point && --left === 0;
    if (isHit) {
      crashes += 1;
      process.env.DATABASE_URL = nowhere;
      void disconnect();
    }
    if (crashes > 0) throw new Crash(name);
  };
}

/** A new process after the crash. Answers how often the armed point was hit, which a test has to look at. */
export async function restart(): Promise<number> {
  delete slot[hookName];
  if (process.env.DATABASE_URL === nowhere) {
    process.env.DATABASE_URL = databaseUrl;
    await disconnect();
  }
  return crashes;
}
