/** EventBridge: accepts events, matches them against the templates' rules, hands them to their targets. */

import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Journal } from "../journal.ts";
import type { Place } from "../template/names.ts";
import type { Resource } from "../template/resource.ts";
import type { Courier, NewDelivery } from "./courier.ts";
import { matchesPattern, type Pattern } from "./pattern.ts";
import { type Target, targetPayload, targetSchema } from "./transform.ts";

const ruleSchema = z.object({
  EventBusName: z.string().default("default"),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default("ENABLED"),
  Targets: z.array(targetSchema).default([]),
});

export type Rule = {
  name: string;
  arn: string;
  path: string;
  bus: string;
  pattern: Pattern | undefined;
  schedule: string | undefined;
  isEnabled: boolean;
  targets: Target[];
};

export const busName = (nameOrArn: string): string => nameOrArn.split("/").at(-1) ?? nameOrArn;

export function readRule(resource: Resource): Rule {
  const properties = ruleSchema.parse(resource.properties);
  return {
    name: resource.name,
    arn: resource.arn,
    path: resource.path,
    bus: busName(properties.EventBusName),
    pattern: properties.EventPattern,
    schedule: properties.ScheduleExpression,
    isEnabled: properties.State !== "DISABLED",
    targets: properties.Targets,
  };
}

const entrySchema = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().default("default"),
  Resources: z.array(z.string()).default([]),
  Time: z.union([z.number(), z.string()]).optional(),
});

export const putEventsSchema = z.object({ Entries: z.array(entrySchema).min(1).max(10) });

export type Entry = z.infer<typeof entrySchema>;
type Accepted = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

const keptEvents = 1000;

export class Bus {
  readonly rules: Rule[];
  readonly #buses: Set<string>;
  readonly #journal: Journal;
  readonly #courier: Courier;
  readonly #place: Place;
  #accepted = 0;

  constructor(options: { rules: Rule[]; buses: string[]; journal: Journal; courier: Courier; place: Place }) {
    this.rules = options.rules;
    this.#buses = new Set(["default", ...options.buses]);
    this.#journal = options.journal;
    this.#courier = options.courier;
    this.#place = options.place;
  }

  /** Answers only when event and deliveries are on disk. A bad entry is refused alone, as AWS does. */
  putEvents(entries: Entry[]): { FailedEntryCount: number; Entries: Accepted[] } {
    const accepted = this.#journal.transaction(() => entries.map((entry) => this.#accept(entry)));
    for (const { deliveries } of accepted) for (const delivery of deliveries) this.#courier.carry(delivery);
    const answers = accepted.map(({ answer }) => answer);
    return { FailedEntryCount: answers.filter((answer) => "ErrorCode" in answer).length, Entries: answers };
  }

  #accept(entry: Entry): { answer: Accepted; deliveries: ReturnType<Courier["write"]> } {
    const problem = this.#problemOf(entry);
    if (problem) return { answer: problem, deliveries: [] };
    const id = randomUUID();
    const bus = busName(entry.EventBusName);
    const time =
      entry.Time === undefined
        ? new Date()
        : new Date(typeof entry.Time === "number" ? entry.Time * 1000 : entry.Time);
    const event = {
      version: "0",
      id,
      "detail-type": entry.DetailType ?? "",
      source: entry.Source ?? "",
      account: this.#place.account,
      time: time.toISOString().replace(/\.\d+Z$/, "Z"),
      region: this.#place.region,
      resources: entry.Resources,
      detail: JSON.parse(entry.Detail ?? "{}") as unknown,
    };
    const deliveries = this.#deliveriesFor(bus, event);
    this.#journal.database
      .prepare(
        "insert into events (id, bus, source, detail_type, event, matched, at) values (?, ?, ?, ?, ?, ?, ?)",
      )
      .run(id, bus, event.source, event["detail-type"], JSON.stringify(event), deliveries.length, Date.now());
    this.#accepted += 1;
    if (this.#accepted % 200 === 0) this.#forget();
    return { answer: { EventId: id }, deliveries: this.#courier.write(deliveries) };
  }

  #deliveriesFor(bus: string, event: Record<string, unknown>): NewDelivery[] {
    return this.rules
      .filter(
        (rule) => rule.isEnabled && rule.pattern && rule.bus === bus && matchesPattern(rule.pattern, event),
      )
      .flatMap((rule) =>
        rule.targets.map((target) => ({
          target: target.Arn,
          payload: targetPayload(target, event, rule.arn),
          origin: `bus ${String(event["detail-type"])}`,
        })),
      );
  }

  #problemOf(entry: Entry): Accepted | undefined {
    const refuse = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
    if (!entry.Source)
      return refuse(
        "InvalidArgument",
        "Parameter Source is not valid. Reason: Source is a required argument.",
      );
    if (!entry.DetailType) {
      return refuse(
        "InvalidArgument",
        "Parameter DetailType is not valid. Reason: DetailType is a required argument.",
      );
    }
    if (!entry.Detail)
      return refuse(
        "InvalidArgument",
        "Parameter Detail is not valid. Reason: Detail is a required argument.",
      );
    if (Buffer.byteLength(entry.Detail) > 256 * 1024)
      return refuse("InvalidArgument", "Total size of the entry is over 256 KB.");
    try {
      const detail: unknown = JSON.parse(entry.Detail);
      if (typeof detail !== "object" || detail === null) throw new Error("not an object");
    } catch {
      return refuse("MalformedDetail", "Detail is malformed.");
    }
    if (!this.#buses.has(busName(entry.EventBusName))) {
      return refuse("InvalidArgument", `Event bus ${entry.EventBusName} does not exist.`);
    }
    return undefined;
  }

  #forget(): void {
    this.#journal.database
      .prepare("delete from events where id not in (select id from events order by at desc limit ?)")
      .run(keptEvents);
  }

  /** The newest events, for the console. */
  recent(count = 50): unknown[] {
    return this.#journal.database
      .prepare(
        "select id, bus, source, detail_type, event, matched, at from events order by at desc, rowid desc limit ?",
      )
      .all(count);
  }
}
