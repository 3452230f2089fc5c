import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Holds `path` for this process. `sst build` writes its bundles to one fixed folder, so that two of them at
 * once would mix; the second waits here. A lock whose owner is gone is taken over.
 */
export async function holdLock(path: string): Promise<Disposable> {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryToTake(path)) {
    if (!isOwnerAlive(path)) rmSync(path, { force: true });
    else await sleep(200);
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}

function tryToTake(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isOwnerAlive(path: string): boolean {
  try {
    process.kill(Number(readFileSync(path, "utf8")), 0);
    return true;
  } catch (error) {
    // EPERM: alive, and somebody else's. ESRCH: dead. ENOENT: given back meanwhile.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
