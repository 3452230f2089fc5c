import { MultiBar, Presets, type SingleBar } from "cli-progress";

export type Report = (stage: string, done: number, total: number, note?: string) => void;

const stages = ["faces", "dataset", "training", "setup", "pieces"];

/**
 * One bar per stage on stderr, and below them the lines of `footer`, which stay the last on the screen; on
 * something that is no terminal, a line per stage when it is done.
 */
export function progressBars(footer: string[] = []): { report: Report; stop(): void } {
  if (!process.stderr.isTTY) return progressLines();
  const bars = new MultiBar(
    {
      format: "{stage} {bar} {value}/{total} {note}",
      hideCursor: true,
      clearOnComplete: false,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  const byStage = new Map<string, SingleBar>();
  if (footer.length > 0) {
    // Bars stand in the order in which they were made: all stages first, then what has to stay below them.
    for (const stage of stages) {
      byStage.set(stage, bars.create(1, 0, { stage: stage.padEnd(10), note: "" }));
    }
    for (const line of footer) bars.create(1, 0, {}, { format: line || " " });
  }
  return {
    report(stage, done, total, note = "") {
      const bar = byStage.get(stage) ?? bars.create(total, 0, { stage: stage.padEnd(10), note });
      byStage.set(stage, bar);
      bar.setTotal(total);
      bar.update(done, { stage: stage.padEnd(10), note });
    },
    stop: () => bars.stop(),
  };
}

function progressLines(): { report: Report; stop(): void } {
  const started = performance.now();
  const last = new Map<string, string>();
  return {
    report(stage, done, total, note = "") {
      // A tenth at a time: a log wants to be read.
      const tenth = Math.floor((done / Math.max(1, total)) * 10);
      const key = `${tenth} ${note}`;
      if (last.get(stage) === key) return;
      last.set(stage, key);
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
      process.stderr.write(
        `${seconds} s  ${stage.padEnd(10)} ${String(done).padStart(3)}/${total} ${note}\n`,
      );
    },
    stop: () => {},
  };
}
