import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { type StackContext, use } from "sst/constructs";
import { Api } from "./api.ts";
import { setupMachine } from "./lib/access.ts";
import { registryOf } from "./lib/registry.ts";
import { isPermanent, serviceName } from "./lib/stage.ts";

const period = Duration.minutes(5);

/** What wakes somebody: work given up, work piling up, code that fails, events that do not leave. */
export function Alarms({ app, stack }: StackContext) {
  const topic = alarmTopic({ app, stack });
  const { functionNames, doorNames, queues } = registryOf(app);
  const alarm = (
    name: string,
    description: string,
    threshold: number,
    metric: Metric | MathExpression,
    treatMissingData = TreatMissingData.NOT_BREACHING,
  ) =>
    new Alarm(stack, name, {
      alarmName: app.logicalPrefixedName(name),
      alarmDescription: description,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData,
    }).addAlarmAction(new SnsAction(topic));

  for (const { id, name, deadLetterName, visibilitySeconds } of queues) {
    alarm(
      `${id}-dead-letters`,
      `Messages of queue ${id} were given up. See docs/runbooks before sending them back.`,
      0,
      queueMetric("ApproximateNumberOfMessagesVisible", deadLetterName),
    );
    alarm(
      `${id}-age`,
      `The oldest message of queue ${id} has waited for three visibility timeouts.`,
      3 * visibilitySeconds,
      queueMetric("ApproximateAgeOfOldestMessage", name),
    );
  }
  for (const functionName of functionNames) {
    const id = functionName.replace(app.logicalPrefixedName(""), "");
    alarm(
      `${id}-errors`,
      `More than 5 % of the calls of ${id} failed within five minutes.`,
      5,
      share(lambdaSum("Errors", functionName), lambdaSum("Invocations", functionName)),
    );
  }
  // A handler that answers 500 has not failed in Lambda's eyes: what callers get is counted where they get it.
  alarm(
    "api-failures",
    "More than 5 % of the API's answers within five minutes were a failure of ours. Its log has request_failed.",
    5,
    share(answers("5xx", use(Api).api.httpApiId), answers("Count", use(Api).api.httpApiId)),
  );
  for (const functionName of doorNames) {
    alarm(
      `${functionName.replace(app.logicalPrefixedName(""), "")}-failures`,
      "More than 5 % of a provider's webhooks within five minutes were answered with a failure of ours. The log has webhook_failed.",
      5,
      share(lambdaSum("Url5xxCount", functionName), lambdaSum("UrlRequestCount", functionName)),
    );
  }
  // A failed step is written down by the machine, which then ends well: a machine that fails could not.
  for (const metricName of ["ExecutionsFailed", "ExecutionsTimedOut"]) {
    alarm(
      metricName === "ExecutionsFailed" ? "setup-machine-failed" : "setup-machine-timed-out",
      "A setup ended and could not say why. The sweep fails its run within ten minutes, and it can be retried.",
      0,
      new Metric({
        namespace: "AWS/States",
        metricName,
        dimensionsMap: { StateMachineArn: setupMachine.arn(app) },
        statistic: "Sum",
        period,
      }),
    );
  }
  alarm(
    "outbox-lag",
    "An event has waited in the outbox for over three minutes: the relay is not getting through.",
    180,
    new Metric({
      namespace: "VixenBliss",
      metricName: "OutboxLagSeconds",
      dimensionsMap: { service: serviceName(app) },
      statistic: "Maximum",
      period,
    }),
    // The relay measures before it sweeps: without a measure it does not run, and nothing leaves.
    TreatMissingData.BREACHING,
  );
}

function alarmTopic({ app, stack }: Pick<StackContext, "app" | "stack">): Topic {
  // CloudWatch cannot publish to a topic under the AWS-managed key, whose policy cannot name it.
  const key = new Key(stack, "AlarmKey", {
    description: "Encrypts the alarm topic",
    enableKeyRotation: true,
    removalPolicy: isPermanent(app) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  key.grantEncryptDecrypt(new ServicePrincipal("cloudwatch.amazonaws.com"));
  const topic = new Topic(stack, "AlarmTopic", {
    topicName: app.logicalPrefixedName("alarms"),
    masterKey: key,
    enforceSSL: true,
  });
  if (process.env.ALARM_EMAIL) topic.addSubscription(new EmailSubscription(process.env.ALARM_EMAIL));
  stack.addOutputs({ AlarmTopicArn: topic.topicArn });
  return topic;
}

const queueMetric = (metricName: string, queueName: string) =>
  new Metric({
    namespace: "AWS/SQS",
    metricName,
    dimensionsMap: { QueueName: queueName },
    statistic: "Maximum",
    period,
  });

const lambdaSum = (metricName: string, functionName: string) =>
  new Metric({
    namespace: "AWS/Lambda",
    metricName,
    dimensionsMap: { FunctionName: functionName },
    statistic: "Sum",
    period,
  });

const answers = (metricName: string, apiId: string) =>
  new Metric({
    namespace: "AWS/ApiGateway",
    metricName,
    dimensionsMap: { ApiId: apiId },
    statistic: "Sum",
    period,
  });

/** Percent of all that failed; what nobody called has no rate and raises nothing. */
const share = (failed: Metric, all: Metric): MathExpression =>
  new MathExpression({
    expression: "100 * failed / all_calls",
    usingMetrics: { failed, all_calls: all },
    period,
  });
