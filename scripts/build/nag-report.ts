import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Finding {
  rule: string;
  resource: string;
  info: string;
}

interface Line {
  ruleId: string;
  resourceId: string;
  compliance: string;
  ruleInfo: string;
}

/** What cdk-nag found in an assembly and nobody excused. Throws when no report was written at all. */
export function openFindings(assembly: string): Finding[] {
  const reports = readdirSync(assembly).filter((name) => name.endsWith("-NagReport.json"));
  if (reports.length === 0) throw new Error(`${assembly} has no cdk-nag report`);
  return reports.flatMap((name) => {
    const { lines } = JSON.parse(readFileSync(join(assembly, name), "utf8")) as { lines: Line[] };
    return lines
      .filter(
        ({ compliance }) => compliance !== "Compliant" && compliance !== "N/A" && !isSuppressed(compliance),
      )
      .map(({ ruleId, resourceId, ruleInfo }) => ({ rule: ruleId, resource: resourceId, info: ruleInfo }));
  });
}

const isSuppressed = (compliance: string): boolean => compliance.startsWith("Suppressed");
