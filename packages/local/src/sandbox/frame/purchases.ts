import type { DatabaseSync } from "node:sqlite";

export type Ledger = { predictions: number; trainings: number; duplicates: number };

/** The sandbox's own account of what was bought: the judge of "nothing is bought twice". */
export type Purchases = {
  /** Equal `key` means the same thing is wanted. A repeat counts as duplicate unless all earlier ones failed. */
  add(purchase: { id: string; kind: "prediction" | "training"; key: string }): void;
  settle(id: string, status: "succeeded" | "failed" | "canceled"): void;
  ledger(): Ledger;
};

export function createPurchases(database: DatabaseSync): Purchases {
  const earlier = database.prepare(
    "select 1 from purchases where purchase_key = ? and status in ('running', 'succeeded') limit 1",
  );
  const insert = database.prepare(
    "insert into purchases (id, kind, purchase_key, status, is_duplicate) values (?, ?, ?, 'running', ?)",
  );
  const settle = database.prepare("update purchases set status = ? where id = ?");
  const count = database.prepare(`
    select
      count(*) filter (where kind = 'prediction') as predictions,
      count(*) filter (where kind = 'training') as trainings,
      count(*) filter (where is_duplicate = 1) as duplicates
    from purchases
  `);
  return {
    add: ({ id, kind, key }) => {
      insert.run(id, kind, `${kind} ${key}`, earlier.get(`${kind} ${key}`) ? 1 : 0);
    },
    settle: (id, status) => {
      settle.run(status, id);
    },
    ledger: () => {
      const row = count.get();
      return {
        predictions: Number(row?.predictions),
        trainings: Number(row?.trainings),
        duplicates: Number(row?.duplicates),
      };
    },
  };
}
