import type { DatabaseSync } from "node:sqlite";
import { idAlphabet, token } from "../frame/seeded.ts";
import { isOver, type Job } from "./job.ts";

export type JobStore = {
  nextId(kind: Job["kind"]): string;
  save(job: Job): void;
  find(id: string, kind?: Job["kind"]): Job | undefined;
  unfinished(): Job[];
  /** Newest first; `after` is the last job of the page before. */
  page(filter: {
    kind: Job["kind"];
    createdAfter: number;
    createdBefore: number;
    after?: string | undefined;
  }): {
    jobs: Job[];
    hasMore: boolean;
  };
};

const pageSize = 100;

export function createJobStore(database: DatabaseSync, seed: number): JobStore {
  database.exec(`
    create table if not exists replicate_jobs (
      position integer primary key,
      id text not null unique,
      kind text not null,
      is_over integer not null,
      created_at integer not null,
      job text not null
    );
  `);
  const upsert = database.prepare(`
    insert into replicate_jobs (id, kind, is_over, created_at, job) values (?, ?, ?, ?, ?)
    on conflict (id) do update set is_over = excluded.is_over, job = excluded.job
  `);
  const one = database.prepare("select job from replicate_jobs where id = ?");
  const open = database.prepare("select job from replicate_jobs where is_over = 0 order by position");
  const count = database.prepare("select count(*) as count from replicate_jobs");
  const list = database.prepare(`
    select job from replicate_jobs
    where kind = ? and created_at > ? and created_at < ?
      and position < coalesce((select position from replicate_jobs where id = ?), 9e15)
    order by position desc
    limit ${pageSize + 1}
  `);
  const parse = (row: Record<string, unknown>) => JSON.parse(String(row.job)) as Job;
  return {
    nextId: (kind) => token(26, idAlphabet, kind, seed, Number(count.get()?.count)),
    save: (job) => {
      upsert.run(job.id, job.kind, isOver(job) ? 1 : 0, job.createdAt, JSON.stringify(job));
    },
    find: (id, kind) => {
      const row = one.get(id);
      const job = row && parse(row);
      return kind && job?.kind !== kind ? undefined : job;
    },
    unfinished: () => open.all().map(parse),
    page: ({ kind, createdAfter, createdBefore, after }) => {
      const jobs = list.all(kind, createdAfter, createdBefore, after ?? null).map(parse);
      return { jobs: jobs.slice(0, pageSize), hasMore: jobs.length > pageSize };
    },
  };
}
