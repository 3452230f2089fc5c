import { EventBus, type StackContext, Table } from "sst/constructs";

/** What all domains share: the event bus, and the table of what may expire (rate buckets, locks, hints). */
export function Bus({ app, stack }: StackContext) {
  const bus = new EventBus(stack, "bus");
  const limits = new Table(stack, "limits", {
    fields: { key: "string" },
    primaryIndex: { partitionKey: "key" },
    timeToLiveAttribute: "expires_at",
    cdk: { table: { tableName: app.logicalPrefixedName("limits") } },
  });
  return { bus, limits };
}
