import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { type PictureOrder, renderPicture } from "./render.ts";

export type PictureStore = {
  get(order: PictureOrder): Promise<Buffer>;
  /** Waits for what is being drawn and begins nothing more. */
  stop(): Promise<void>;
};

/** Two at a time: the machine's other processes need the processor as well. */
const maxAtOnce = 2;

/** Renders each picture once and keeps it on disk under the digest of its order. */
export function createPictureStore(directory: string): PictureStore {
  const running = new Map<string, Promise<Buffer>>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let isStopped = false;

  async function render(order: PictureOrder, file: string): Promise<Buffer> {
    if (existsSync(file)) return readFile(file);
    if (busy >= maxAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    if (isStopped) throw new Error("the sandbox is being stopped");
    busy += 1;
    try {
      const bytes = await renderPicture(order);
      await mkdir(directory, { recursive: true });
      // A killed process must not leave half a picture under the final name.
      await writeFile(`${file}.part`, bytes);
      await rename(`${file}.part`, file);
      return bytes;
    } finally {
      busy -= 1;
      waiting.shift()?.();
    }
  }
  return {
    get: (order) => {
      const key = createHash("sha256").update(JSON.stringify(order)).digest("hex").slice(0, 32);
      const found = running.get(key);
      if (found) return found;
      const made = render(order, path.join(directory, `${key}.${order.format}`));
      running.set(key, made);
      void made.finally(() => running.delete(key)).catch(() => {});
      return made;
    },
    stop: async () => {
      isStopped = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.allSettled(running.values());
    },
  };
}
