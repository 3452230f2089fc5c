import { beforeAll, expect, test } from "vitest";
import { type Assembly, readAssembly } from "./assembly.ts";

let assembly: Assembly;
beforeAll(async () => {
  assembly = await readAssembly();
}, 300_000);

/** What a metric is of; the machine's by the end of its ARN, which is put together at deployment. */
function dimensionOf({ Dimensions }: { Dimensions?: { Name: string; Value: unknown }[] }): unknown {
  const [{ Name, Value } = { Name: "", Value: undefined }] = Dimensions ?? [];
  if (Name === "ApiId") return "api";
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

test("alarms watch every queue, every function, what callers and providers are answered, the machine and the outbox", () => {
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
  const urls = assembly.ofType("AWS::Lambda::Url");
  const doors = assembly.functions
    .filter(({ id, stack }) =>
      urls.some((url) => url.stack === stack && url.properties.TargetFunctionArn["Fn::GetAtt"]?.[0] === id),
    )
    .map(({ properties }) => properties.FunctionName);
  expect(doors.length).toBeGreaterThan(0);
  const expected = [
    ...queues.map((queue) => `ApproximateAgeOfOldestMessage ${queue}`),
    ...queues.map((queue) => `ApproximateNumberOfMessagesVisible ${queue}-dead-letters`),
    ...assembly.functions.map(({ properties }) => `Errors ${properties.FunctionName}`),
    // A handler that answers 500 is no error of Lambda's.
    "5xx api",
    "Count api",
    ...doors.flatMap((name) => [`Url5xxCount ${name}`, `UrlRequestCount ${name}`]),
    "ExecutionsFailed avatar-setup",
    "ExecutionsTimedOut avatar-setup",
    "OutboxLagSeconds vixenbliss-laptop",
  ];
  expect([...watched].filter((name) => !name.startsWith("Invocations")).toSorted()).toEqual(
    expected.toSorted(),
  );
});
