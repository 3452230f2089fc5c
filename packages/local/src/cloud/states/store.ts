/** Executions on disk: what runs, what ran, and until when a waiting state sleeps. */

import type { Journal } from "../journal.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export type HistoryEntry = {
  at: number;
  type: string;
  state: string | undefined;
  detail?: string | undefined;
};

export type Execution = {
  arn: string;
  machine: string;
  name: string;
  input: string;
  status: ExecutionStatus;
  output: string | null;
  error: string | null;
  cause: string | null;
  history: HistoryEntry[];
  startedAt: number;
  stoppedAt: number | null;
};

function fromRow(row: Record<string, unknown>): Execution {
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    arn: String(row.arn),
    machine: String(row.machine),
    name: String(row.name),
    input: String(row.input),
    status: String(row.status) as ExecutionStatus,
    output: text(row.output),
    error: text(row.error),
    cause: text(row.cause),
    history: JSON.parse(String(row.history)) as HistoryEntry[],
    startedAt: Number(row.started_at),
    stoppedAt: row.stopped_at === null ? null : Number(row.stopped_at),
  };
}

export class ExecutionStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  find(arn: string): Execution | undefined {
    const row = this.#journal.database.prepare("select * from executions where arn = ?").get(arn);
    return row ? fromRow(row) : undefined;
  }

  insert(execution: Pick<Execution, "arn" | "machine" | "name" | "input" | "startedAt">): void {
    this.#journal.database
      .prepare(
        "insert into executions (arn, machine, name, input, status, started_at) values (?, ?, ?, ?, 'RUNNING', ?)",
      )
      .run(execution.arn, execution.machine, execution.name, execution.input, execution.startedAt);
  }

  /** Only a running execution can end; the answer says whether this call ended it. */
  end(
    arn: string,
    status: ExecutionStatus,
    result: { output?: string; error?: string; cause?: string },
    history: HistoryEntry[],
  ): boolean {
    const { changes } = this.#journal.database
      .prepare(
        "update executions set status = ?, output = ?, error = ?, cause = ?, history = ?, stopped_at = ? where arn = ? and status = 'RUNNING'",
      )
      .run(
        status,
        result.output ?? null,
        result.error ?? null,
        result.cause ?? null,
        JSON.stringify(history.slice(-200)),
        Date.now(),
        arn,
      );
    this.#journal.database.prepare("delete from waits where execution = ?").run(arn);
    return changes === 1;
  }

  running(): Execution[] {
    return this.#journal.database
      .prepare("select * from executions where status = 'RUNNING' order by started_at")
      .all()
      .map(fromRow);
  }

  recent(count: number): Execution[] {
    return this.#journal.database
      .prepare("select * from executions order by started_at desc limit ?")
      .all(count)
      .map(fromRow);
  }

  /** When the state wakes: as first decided, also by an earlier process. */
  wakeAt(execution: string, state: string, decide: () => number): number {
    const { database } = this.#journal;
    const row = database
      .prepare("select wake_at from waits where execution = ? and state = ?")
      .get(execution, state);
    if (row) return Number(row.wake_at);
    const at = decide();
    database
      .prepare("insert into waits (execution, state, wake_at) values (?, ?, ?)")
      .run(execution, state, at);
    return at;
  }

  /** A loop may enter the state again, and then it waits anew. */
  woke(execution: string, state: string): void {
    this.#journal.database
      .prepare("delete from waits where execution = ? and state = ?")
      .run(execution, state);
  }
}
