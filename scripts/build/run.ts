import { spawn } from "node:child_process";

interface RunOptions {
  cwd: string;
  env: Record<string, string | undefined>;
  /** Where the command's lines go; without it they are kept and shown only when the command fails. */
  onOutput?: (text: string) => void;
}

/**
 * Runs a command in a process group of its own and ends the whole group with it: `sst build` and OpenNext
 * leave esbuild's service and Next's workers behind when they fail. Throws with the output on a non-zero end.
 */
export async function run(command: string, args: string[], options: RunOptions): Promise<void> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const endGroup = () => killGroup(child.pid);
  const onSignal = (signal: NodeJS.Signals) => {
    endGroup();
    process.kill(process.pid, signal);
  };
  process.once("exit", endGroup).once("SIGINT", onSignal).once("SIGTERM", onSignal);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      options.onOutput?.(text);
    });
  }
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("exit", resolve);
    });
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${output}`);
  } finally {
    endGroup();
    process.off("exit", endGroup).off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function killGroup(pid: number | undefined) {
  try {
    if (pid) process.kill(-pid, "SIGKILL");
  } catch {
    // The group is empty: everything ended by itself.
  }
}
