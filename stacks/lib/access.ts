import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { NagPackSuppression } from "cdk-nag";
import type { App, EventBus, Table } from "sst/constructs";
import type { WorkQueue } from "./queue-consumer.ts";

/** What a function may do and the names by which it finds it: one cannot be given without the other. */
export interface Access {
  environment?: Record<string, string>;
  permissions: PolicyStatement[];
  /** Why a statement's wildcard cannot be narrower, for cdk-nag. */
  wildcards?: NagPackSuppression[];
}

// SST's `bind` grants `sqs:*` and its like; every statement here names its actions instead.
const allow = (actions: string[], ...resources: string[]): PolicyStatement =>
  new PolicyStatement({ actions, resources });

/** `provider-event` → `QUEUE_PROVIDER_EVENT_URL`. */
const queueVariable = (name: string): string => `QUEUE_${name.toUpperCase().replaceAll("-", "_")}_URL`;

export const sendTo = ({ name, queue }: WorkQueue): Access => ({
  environment: { [queueVariable(name)]: queue.queueUrl },
  permissions: [allow(["sqs:SendMessage"], queue.queueArn)],
});

export const publishTo = (bus: EventBus): Access => ({
  environment: { BUS_NAME: bus.eventBusName },
  permissions: [allow(["events:PutEvents"], bus.eventBusArn)],
});

export const limitWith = (table: Table): Access => ({
  environment: { LIMITS_TABLE_NAME: table.tableName },
  permissions: [allow(["dynamodb:GetItem", "dynamodb:UpdateItem"], table.tableArn)],
});

const machineName = (app: App): string => app.logicalPrefixedName("avatar-setup");

/**
 * The machine's ARN from its name. Functions above the machine's stack answer its tasks, and its own steps
 * are part of its definition: a reference to the resource would be circular in both cases.
 */
const machineArn = (app: App): string =>
  `arn:aws:states:${app.region}:${app.account}:stateMachine:${machineName(app)}`;

export const setupMachine = {
  name: machineName,
  arn: machineArn,
  /** Answer a waiting task by its token. */
  answer: (app: App): Access => ({
    permissions: [allow(["states:SendTaskSuccess", "states:SendTaskFailure"], machineArn(app))],
  }),
  start: (app: App): Access => ({
    environment: { SETUP_MACHINE_ARN: machineArn(app) },
    permissions: [allow(["states:StartExecution"], machineArn(app))],
  }),
  stop: (app: App): Access => ofExecutions(app, "states:StopExecution"),
  /** Ask how an execution stands. */
  ask: (app: App): Access => ofExecutions(app, "states:DescribeExecution"),
};

const ofExecutions = (app: App, action: string): Access => ({
  environment: { SETUP_MACHINE_ARN: machineArn(app) },
  permissions: [allow([action], machineArn(app).replace(":stateMachine:", ":execution:").concat(":*"))],
  wildcards: [
    {
      id: "AwsSolutions-IAM5",
      reason: "An execution's ARN ends in its name, which does not exist before it runs.",
      appliesTo: [{ regex: "/^Resource::arn:aws:states:.*:execution:.*-avatar-setup:\\*$/" }],
    },
  ],
});

/** Rekognition's detection calls work on bytes: no resource exists that a statement could name. */
export const checkFaces: Access = {
  permissions: [
    allow(
      [
        "rekognition:DetectFaces",
        "rekognition:CompareFaces",
        "rekognition:RecognizeCelebrities",
        "rekognition:DetectModerationLabels",
      ],
      "*",
    ),
  ],
};

export const sendMail = (app: App): Access => ({
  permissions: [
    allow(
      ["ses:SendEmail"],
      `arn:aws:ses:${app.region}:${app.account}:identity/*`,
      `arn:aws:ses:${app.region}:${app.account}:configuration-set/*`,
    ),
  ],
  wildcards: [
    {
      id: "AwsSolutions-IAM5",
      reason:
        "The sender's identity is part of the Mail secret and unknown at deployment; the account has one.",
      appliesTo: [{ regex: "/^Resource::arn:aws:ses:.*:(identity|configuration-set)\\/\\*$/" }],
    },
  ],
});

export const variables = (environment: Record<string, string>): Access => ({ environment, permissions: [] });
