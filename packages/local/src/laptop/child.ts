import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { createInterface } from "node:readline";

export type Child = {
  process: ChildProcess;
  /** The JSON line the process printed when it was ready. */
  ready: Record<string, unknown>;
  /** Settles when the process is gone. */
  ended: Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
};

/**
 * Starts one of our processes and waits for the JSON line it prints when it answers. It ends with this process,
 * whatever ends that. What it says on stderr goes to `logFile`. Throws with the log's place when it ends before that.
 */
export async function startChild(script: string, parameters: string[], logFile: string): Promise<Child> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a" });
  const command = ["--disable-warning=ExperimentalWarning", script, ...parameters, "--with-parent"];
  const child = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "pipe"] });
  child.stderr.pipe(log);
  // What it said last is what a person needs when it does not come up.
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-1_500);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      log.write(`${line}\n`);
      if (line.startsWith("{")) resolve(JSON.parse(line) as Record<string, unknown>);
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(
        new Error(
          `${basename(dirname(script))} ended with ${code} before it was ready (log: ${logFile}):\n${said.trim()}`,
        ),
      ),
    );
  });
  return {
    process: child,
    ready,
    ended,
    stop: async (signal = "SIGTERM") => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      // A process that cannot end in ten seconds is ended.
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
