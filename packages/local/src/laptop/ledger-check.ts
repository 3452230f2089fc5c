import { type CostKind, nanosOf } from "@vixen/core/provider/price.ts";
import type { SandboxCall } from "./sandbox-client.ts";

/** What the sandboxes' own log comes to with our price table, in nano-dollars by kind. */
export function nanosOfCalls(calls: SandboxCall[]): Record<string, number> {
  const byKind: Record<string, number> = {};
  for (const { billable } of calls) {
    if (!billable) continue;
    byKind[billable.kind] = (byKind[billable.kind] ?? 0) + nanosOfBillable(billable);
  }
  return byKind;
}

function nanosOfBillable(billable: NonNullable<SandboxCall["billable"]>): number {
  const kind = billable.kind as CostKind;
  const { model, unit, quantity, input = 0, output = 0 } = billable;
  if (unit !== "token") return nanosOf({ kind, model, unit, quantity });
  return (
    nanosOf({ kind, model, unit: "input_token", quantity: input }) +
    nanosOf({ kind, model, unit: "output_token", quantity: output })
  );
}
