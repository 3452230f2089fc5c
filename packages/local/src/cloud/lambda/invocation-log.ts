/** The last invocations with what they printed: the laptop's CloudWatch. */

export type InvocationRecord = {
  id: string;
  function: string;
  source: string;
  startedAt: string;
  milliseconds: number | undefined;
  coldStart: boolean;
  outcome: "running" | "ok" | "error" | "timeout" | "crash";
  error: string | undefined;
  log: string[];
};

const maximumLines = 200;

export class InvocationLog {
  #records: InvocationRecord[] = [];
  readonly #capacity: number;
  readonly #totals = new Map<
    string,
    { count: number; errors: number; coldStarts: number; milliseconds: number }
  >();

  constructor(capacity = 500) {
    this.#capacity = capacity;
  }

  begin(id: string, name: string, source: string, coldStart: boolean): InvocationRecord {
    const record: InvocationRecord = {
      id,
      function: name,
      source,
      startedAt: new Date().toISOString(),
      milliseconds: undefined,
      coldStart,
      outcome: "running",
      error: undefined,
      log: [],
    };
    this.#records.push(record);
    // Trimmed in blocks: a shift per invocation would move the whole list each time.
    if (this.#records.length > this.#capacity * 1.2) this.#records = this.#records.slice(-this.#capacity);
    return record;
  }

  line(record: InvocationRecord, line: string): void {
    if (record.log.length < maximumLines) record.log.push(line.slice(0, 4000));
  }

  end(
    record: InvocationRecord,
    outcome: InvocationRecord["outcome"],
    milliseconds: number,
    error?: string,
  ): void {
    record.outcome = outcome;
    record.milliseconds = Math.round(milliseconds * 10) / 10;
    record.error = error;
    const total = this.#totals.get(record.function) ?? {
      count: 0,
      errors: 0,
      coldStarts: 0,
      milliseconds: 0,
    };
    total.count += 1;
    total.coldStarts += record.coldStart ? 1 : 0;
    total.errors += outcome === "ok" ? 0 : 1;
    total.milliseconds += milliseconds;
    this.#totals.set(record.function, total);
  }

  /** Newest first. */
  recent(count = 100): InvocationRecord[] {
    return this.#records.slice(-count).reverse();
  }

  totals(): {
    function: string;
    count: number;
    errors: number;
    coldStarts: number;
    meanMilliseconds: number;
  }[] {
    return [...this.#totals].map(([name, { count, errors, coldStarts, milliseconds }]) => ({
      function: name,
      count,
      errors,
      coldStarts,
      meanMilliseconds: Math.round((milliseconds / count) * 10) / 10,
    }));
  }
}
