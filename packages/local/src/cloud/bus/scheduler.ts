/** Runs the rules that have a clock instead of a pattern. */

import type { Place } from "../template/names.ts";
import type { Rule } from "./bus.ts";
import type { Courier } from "./courier.ts";
import { parseSchedule, type ScheduleExpression } from "./schedule-expression.ts";
import { targetPayload } from "./transform.ts";

export type ScheduleState = {
  name: string;
  expression: string;
  nextAt: string | undefined;
  lastAt: string | undefined;
  runs: number;
  skipped: number;
};

type Entry = {
  rule: Rule;
  expression: ScheduleExpression;
  state: ScheduleState;
  timer: NodeJS.Timeout | undefined;
};

/** setTimeout overflows beyond 24.8 days; a far time is approached in steps. */
const longestTimer = 20 * 24 * 3_600_000;

export class Scheduler {
  readonly #entries: Entry[];
  readonly #courier: Courier;
  readonly #place: Place;

  constructor(rules: Rule[], courier: Courier, place: Place, timeScale: number) {
    this.#courier = courier;
    this.#place = place;
    this.#entries = rules
      .filter((rule) => rule.schedule && rule.isEnabled)
      .map((rule) => {
        const text = rule.schedule ?? "";
        const state = {
          name: rule.name,
          expression: text,
          nextAt: undefined,
          lastAt: undefined,
          runs: 0,
          skipped: 0,
        };
        return { rule, expression: parseSchedule(text, timeScale), state, timer: undefined };
      });
  }

  start(): void {
    for (const entry of this.#entries) this.#arm(entry);
  }

  states(): ScheduleState[] {
    return this.#entries.map((entry) => entry.state);
  }

  /** Runs a schedule now, by its rule's name or by the name of a function it calls. Says how many targets it had. */
  runNow(name: string): number {
    const found = this.#entries.filter(
      ({ rule }) =>
        rule.name === name ||
        rule.path.includes(name) ||
        rule.targets.some((target) => target.Arn.includes(name)),
    );
    for (const entry of found) this.#fire(entry);
    return found.reduce((sum, entry) => sum + entry.rule.targets.length, 0);
  }

  stop(): void {
    for (const entry of this.#entries) clearTimeout(entry.timer);
  }

  #arm(entry: Entry): void {
    const next = entry.expression.next(new Date());
    entry.state.nextAt = next?.toISOString();
    if (next) this.#waitUntil(entry, next);
  }

  #waitUntil(entry: Entry, at: Date): void {
    const wait = Math.max(0, at.getTime() - Date.now());
    entry.timer = setTimeout(
      () => {
        if (wait > longestTimer) return this.#waitUntil(entry, at);
        this.#fire(entry);
        this.#arm(entry);
      },
      Math.min(wait, longestTimer),
    );
  }

  #fire(entry: Entry): void {
    const { rule, state } = entry;
    const event = {
      version: "0",
      id: crypto.randomUUID(),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: this.#place.account,
      time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      region: this.#place.region,
      resources: [rule.arn],
      detail: {},
    };
    state.lastAt = new Date().toISOString();
    for (const target of rule.targets) {
      const origin = `schedule ${rule.name}`;
      // A scaled minute is short. A run that is still going is not overtaken, or a slow machine would drown.
      if (this.#courier.isUnderWay(target.Arn, origin)) {
        state.skipped += 1;
        continue;
      }
      state.runs += 1;
      this.#courier.accept({ target: target.Arn, payload: targetPayload(target, event, rule.arn), origin });
    }
  }
}
