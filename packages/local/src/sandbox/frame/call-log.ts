import type { DatabaseSync } from "node:sqlite";
import type { Billable } from "./provider.ts";

export type Call = {
  id: string;
  at: string;
  provider: string;
  method: string;
  path: string;
  /** 0: the answer was withheld (timeout, reset) or is still being worked on. */
  status: number;
  fault?: string;
  /** The provider did what it was asked, whether or not the caller was told. */
  accepted: boolean;
  subject?: string;
  billable?: Billable;
};

export type CallLog = {
  open(call: { provider: string; method: string; path: string }): string;
  close(id: string, outcome: { status: number; accepted: boolean; fault?: string | undefined }): void;
  bill(id: string, billable: Billable): void;
  subject(id: string, text: string): void;
  /** `since` is a call's id or an ISO time; calls after it are returned, oldest first. */
  list(filter: { provider?: string | undefined; since?: string | undefined }): Call[];
};

const prefix = "call_";
const toId = (rowId: number | bigint) => `${prefix}${String(rowId).padStart(8, "0")}`;
const toRowId = (id: string) => Number(id.slice(prefix.length));

export function createCallLog(database: DatabaseSync): CallLog {
  const insert = database.prepare("insert into calls (at, provider, method, path) values (?, ?, ?, ?)");
  const finish = database.prepare("update calls set status = ?, accepted = ?, fault = ? where id = ?");
  const bill = database.prepare("update calls set billable = ? where id = ?");
  const subject = database.prepare("update calls set subject = ? where id = ?");
  const select = database.prepare(`
    select * from calls
    where (?1 is null or provider = ?1) and id > ?2 and (?3 is null or at > ?3)
    order by id
  `);
  return {
    open: ({ provider, method, path }) =>
      toId(insert.run(new Date().toISOString(), provider, method, path).lastInsertRowid),
    close: (id, { status, accepted, fault }) => {
      finish.run(status, accepted ? 1 : 0, fault ?? null, toRowId(id));
    },
    bill: (id, billable) => {
      bill.run(JSON.stringify(billable), toRowId(id));
    },
    subject: (id, text) => {
      subject.run(text, toRowId(id));
    },
    list: ({ provider, since }) => {
      const isId = since?.startsWith(prefix) ?? false;
      const rows = select.all(
        provider ?? null,
        isId ? toRowId(since ?? "") : 0,
        isId ? null : (since ?? null),
      );
      return rows.map(fromRow);
    },
  };
}

function fromRow(row: Record<string, unknown>): Call {
  return {
    id: toId(Number(row.id)),
    at: String(row.at),
    provider: String(row.provider),
    method: String(row.method),
    path: String(row.path),
    status: Number(row.status ?? 0),
    ...(row.fault === null ? {} : { fault: String(row.fault) }),
    accepted: row.accepted === 1,
    ...(row.subject === null ? {} : { subject: String(row.subject) }),
    ...(row.billable === null ? {} : { billable: JSON.parse(String(row.billable)) as Billable }),
  };
}
