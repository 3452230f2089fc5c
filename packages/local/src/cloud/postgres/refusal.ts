/**
 * What one engine shared by all connections cannot do. A statement found here is replaced by one that raises
 * the error inside the engine, so that the transaction and the protocol end up where a refusal leaves them.
 */

const beginning = String.raw`(?:^|;)(?:\s|--[^\n]*\n|/\*[\s\S]*?\*/)*`;

interface Rule {
  pattern: RegExp;
  /** Superusers run migrations; what they set is undone when they leave. */
  allowedForSuperuser?: boolean;
  reason: string;
}

const rules: Rule[] = [
  {
    // The engine waits for data that can never come, and takes the process with it.
    pattern: new RegExp(String.raw`${beginning}copy\b[^;]*\bfrom\s+stdin\b`, "i"),
    reason: "COPY FROM STDIN is not available on the embedded database: insert rows, or use a real Postgres",
  },
  {
    pattern: new RegExp(String.raw`${beginning}(?:un)?listen\b`, "i"),
    reason: "LISTEN is not available on the embedded database: poll, or use a real Postgres",
  },
  {
    pattern: new RegExp(String.raw`${beginning}(?:prepare\s+(?!transaction)|deallocate\b|discard\b)`, "i"),
    reason: "PREPARE, DEALLOCATE and DISCARD reach other connections here, as on a transaction pooler",
  },
  {
    pattern: new RegExp(
      String.raw`${beginning}(?:reset\b|set\s+(?!(?:local|transaction|constraints)\b))`,
      "i",
    ),
    allowedForSuperuser: true,
    reason: "session settings reach other connections here, as on a transaction pooler: use SET LOCAL",
  },
  {
    pattern: /\bpg_(?:try_)?advisory_(?:un)?lock/i,
    reason: "session advisory locks hold nothing back here: use pg_advisory_xact_lock",
  },
];

/** A cheap first look: most statements are none of these, and this runs for every one. */
const suspicious = /copy|listen|prepare|deallocate|discard|reset|set\s|advisory_/i;

/** The statement to run in place of `text`, or undefined when `text` may run. */
export function refusalOf(text: string, isSuperuser: boolean): string | undefined {
  if (!suspicious.test(text)) return undefined;
  const rule = rules.find((candidate) => {
    return !(isSuperuser && candidate.allowedForSuperuser) && candidate.pattern.test(text);
  });
  if (!rule) return undefined;
  return `do $refusal$ begin raise exception using errcode = '0A000', message = '${rule.reason}'; end $refusal$`;
}
