import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { hash32, pick, unit } from "./seeded.ts";

const callFaults = ["402", "429", "500", "timeout", "reset", "garbage", "unreadable_image"] as const;
const webhookFaults = ["duplicate", "late", "lost", "out_of_order"] as const;
const Kind = z.enum([...callFaults, ...webhookFaults]);
export type CallFault = (typeof callFaults)[number];
export type WebhookFault = (typeof webhookFaults)[number];

const isRegularExpression = (source: string) => {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
};

/** `path` is a regular expression over `/<provider>/…`, or over the target URL for webhook faults. */
const Match = z.strictObject({
  provider: z.string().optional(),
  method: z.string().toUpperCase().optional(),
  path: z.string().refine(isRegularExpression, "not a regular expression").optional(),
});

/** `kinds` shares one rate among several kinds, evenly. */
export const FaultRule = z
  .strictObject({
    match: Match.default({}),
    kind: Kind.optional(),
    kinds: z.array(Kind).min(1).optional(),
    rate: z.number().min(0).max(1).default(1),
    seed: z.number().int().default(1),
    count: z.number().int().positive().optional(),
    /** What a 429 asks for, where the provider says so in its answer. */
    retryAfterSeconds: z.number().int().positive().optional(),
  })
  .transform(({ kind, kinds, ...rule }, context) => {
    const all = kinds ?? (kind ? [kind] : []);
    if (all.length === 0) context.addIssue({ code: "custom", message: "kind or kinds is needed" });
    return { ...rule, kinds: all };
  });
export type FaultRule = z.infer<typeof FaultRule>;
export type ActiveRule = FaultRule & { id: string; struck: number };

/** Half of the timeouts and resets strike after the handler ran: the caller cannot know what happened. */
export type Strike = { kind: CallFault; isAfterAcceptance: boolean; retryAfterSeconds?: number | undefined };

export type FaultEngine = {
  add(rule: FaultRule): ActiveRule;
  storm(seed: number): ActiveRule[];
  clear(): void;
  list(): ActiveRule[];
  strike(call: { provider: string; method: string; path: string }): Strike | undefined;
  strikeWebhook(webhook: { provider: string; url: string }): WebhookFault[];
};

/** Ids differ between runs, so calls are counted per shape of the path: `/replicate/v1/predictions/*`. */
const shapeOf = (path: string) => path.replaceAll(/\/(?=[^/]*\d)[^/]{16,}/g, "/*");

export function createFaultEngine(database: DatabaseSync): FaultEngine {
  const save = database.prepare("insert or replace into faults (id, rule, struck) values (?, ?, ?)");
  const count = database.prepare(`
    insert into fault_counters (name, value) values (?, 1)
    on conflict (name) do update set value = value + 1
    returning value
  `);
  let rules: ActiveRule[] = database
    .prepare("select id, rule, struck from faults order by rowid")
    .all()
    .map((row) => ({
      ...(JSON.parse(String(row.rule)) as FaultRule),
      id: String(row.id),
      struck: Number(row.struck),
    }));

  function store(rule: ActiveRule): void {
    const { id, struck, ...definition } = rule;
    save.run(id, JSON.stringify(definition), struck);
  }
  function add(rule: FaultRule): ActiveRule {
    const active = { ...rule, id: `fault_${rules.length + 1}_${hash32(JSON.stringify(rule))}`, struck: 0 };
    rules.push(active);
    store(active);
    return active;
  }
  /** The kind this rule strikes with, among `kinds`, on the n-th call of this shape; undefined when it spares it. */
  function draw<Wanted extends string>(rule: ActiveRule, kinds: readonly Wanted[], shape: string, n: number) {
    const own = rule.kinds.flatMap((kind) => kinds.filter((wanted) => wanted === (kind as string)));
    if (own.length === 0 || (rule.count !== undefined && rule.struck >= rule.count)) return undefined;
    if (unit("strike", rule.seed, rule.kinds.join(), shape, n) >= rule.rate) return undefined;
    rule.struck += 1;
    store(rule);
    return pick(own, "kind", rule.seed, shape, n);
  }
  const nextCount = (name: string) => Number(count.get(name)?.value);
  const matches = ({ match }: ActiveRule, provider: string, method: string, path: string) =>
    (match.provider === undefined || match.provider === provider) &&
    (match.method === undefined || match.method === method) &&
    (match.path === undefined || new RegExp(match.path).test(path));

  return {
    add,
    storm: (seed) => stormRules.map((rule) => add(FaultRule.parse({ ...rule, seed }))),
    clear: () => {
      rules = [];
      database.exec("delete from faults; delete from fault_counters;");
    },
    list: () => rules,
    strike: ({ provider, method, path }) => {
      if (rules.length === 0) return undefined;
      const shape = `${method} ${shapeOf(path)}`;
      const n = nextCount(shape);
      for (const rule of rules) {
        if (!matches(rule, provider, method, path)) continue;
        const kind = draw(rule, callFaults, shape, n);
        if (!kind) continue;
        const canBeEither = kind === "timeout" || kind === "reset";
        return {
          kind,
          isAfterAcceptance: canBeEither && unit("after", rule.seed, shape, n) < 0.5,
          retryAfterSeconds: rule.retryAfterSeconds,
        };
      }
      return undefined;
    },
    strikeWebhook: ({ provider, url }) => {
      if (rules.length === 0) return [];
      const shape = `webhook ${provider}`;
      const n = nextCount(shape);
      const struck = rules
        .filter((rule) => matches(rule, provider, "POST", url))
        .map((rule) => draw(rule, webhookFaults, shape, n));
      return struck.filter((kind) => kind !== undefined);
    },
  };
}

const stormRules = [
  { kinds: ["429", "500", "reset", "timeout"], rate: 0.3 },
  { kinds: ["duplicate"], rate: 0.1 },
  { kinds: ["lost", "late"], rate: 0.1 },
];
