import { existsSync, readFileSync } from "node:fs";

// Linux counts in hundredths of a second everywhere (USER_HZ).
const ticksPerSecond = 100;

/**
 * Seconds of processor a process and its threads have used, which other work on the machine changes less than
 * wall time. Undefined where there is no /proc.
 */
export function processorSeconds(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (pid === undefined || !existsSync(file)) return undefined;
  // The second field is a name in brackets that may hold spaces.
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
