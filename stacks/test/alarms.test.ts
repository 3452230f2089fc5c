import { beforeAll, expect, test } from "vitest";
import { type Assembly, readAssembly } from "./assembly.ts";

let assembly: Assembly;
beforeAll(async () => {
  assembly = await readAssembly();
}, 300_000);

/** What a metric is of; the machine's by the end of its ARN, which is put together at deployment. */
function dimensionOf({ Dimensions }: { Dimensions?: { Name: string; Value: unknown }[] }): unknown {
  const [{ Name, Value } = { Name: "", Value: undefined }] = Dimensions ?? [];
  return Name === "StateMachineArn" && JSON.stringify(Value).includes("-avatar-setup")
    ? "avatar-setup"
    : Value;
}

test("the relay's alarm also tells of a relay that measures nothing, and it alone", () => {
  const breaching = assembly
    .ofType("AWS::CloudWatch::Alarm")
    .filter(({ properties }) => properties.TreatMissingData === "breaching")
    .map(({ properties }) => properties.MetricName);
  expect(breaching).toEqual(["OutboxLagSeconds"]);
});

test("alarms watch every queue, every function, the machine and the outbox", () => {
  const watched = new Set<string>();
  for (const { properties } of assembly.ofType("AWS::CloudWatch::Alarm")) {
    expect(properties.AlarmActions).toHaveLength(1);
    const metrics = properties.Metrics?.map(
      (entry: { MetricStat?: { Metric: unknown } }) => entry.MetricStat?.Metric,
    ) ?? [properties];
    for (const metric of metrics) {
      if (metric) watched.add(`${metric.MetricName} ${dimensionOf(metric)}`);
    }
  }
  const queues = assembly
    .ofType("AWS::SQS::Queue")
    .filter(({ properties }) => properties.RedrivePolicy)
    .map(({ properties }) => properties.QueueName);
  expect(queues.length).toBeGreaterThan(5);
  const expected = [
    ...queues.map((queue) => `ApproximateAgeOfOldestMessage ${queue}`),
    ...queues.map((queue) => `ApproximateNumberOfMessagesVisible ${queue}-dead-letters`),
    ...assembly.functions.map(({ properties }) => `Errors ${properties.FunctionName}`),
    "ExecutionsFailed avatar-setup",
    "ExecutionsTimedOut avatar-setup",
    "OutboxLagSeconds vixenbliss-laptop",
  ];
  expect([...watched].filter((name) => !name.startsWith("Invocations")).toSorted()).toEqual(
    expected.toSorted(),
  );
});
