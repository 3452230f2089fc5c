import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Laptop, startLaptop } from "../laptop.ts";
import { setUpAvatar } from "../main-job.ts";
import { demoLogin } from "../once.ts";
import { Operator } from "../operator.ts";
import { change, readMails } from "../sandbox-client.ts";

/** A laptop cloud at life's own speed, whose providers can be made quick. */
export type Studio = {
  directory: string;
  assembly: string;
  laptop: Laptop;
  operator: Operator;
  /** How long the first start took, with nothing on disk. */
  startedInMs: number;
  /** Set up on first use. */
  avatarId(): Promise<string>;
  set(providers: { predictionMs?: number; answerTime?: number }): Promise<void>;
  close(): Promise<void>;
};

export async function openStudio(assembly: string, say: (line: string) => void): Promise<Studio> {
  const directory = mkdtempSync(join(tmpdir(), "vixenbliss-bench-"));
  const began = performance.now();
  const laptop = await startLaptop({ directory, assembly, timeScale: 1 });
  const startedInMs = performance.now() - began;
  const operator = new Operator(() => laptop.api);
  let avatar: Promise<string> | undefined;
  const studio: Studio = {
    directory,
    assembly,
    laptop,
    operator,
    startedInMs,
    avatarId() {
      avatar ??= makeAvatar(studio, say);
      return avatar;
    },
    async set({ predictionMs, answerTime }) {
      if (predictionMs !== undefined) {
        await change(`${laptop.sandboxUrl}/replicate/__settings`, { predictionMs, trainingMs: 0 });
      }
      if (answerTime !== undefined) await change(`${laptop.sandboxUrl}/__settings`, { answerTime });
    },
    async close() {
      await laptop.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return studio;
}

async function makeAvatar({ operator, laptop, set }: Studio, say: (line: string) => void): Promise<string> {
  const began = performance.now();
  await set({ predictionMs: 0, answerTime: 0 });
  await operator.signIn(demoLogin, () => readMails(laptop.sandboxUrl));
  const { id } = await setUpAvatar(operator, 1, () => {});
  say(`an avatar was set up in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return id;
}
