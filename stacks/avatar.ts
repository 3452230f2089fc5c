import { readFileSync } from "node:fs";
import { IdentityRequested, SetupCanceled, SetupRequested } from "@vixen/core/avatar/event.ts";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { NagSuppressions } from "cdk-nag";
import { type Function as Lambda, type StackContext, use } from "sst/constructs";
import { Bus } from "./bus.ts";
import { Generation } from "./generation.ts";
import { limitWith, publishTo, sendTo, setupMachine, variables } from "./lib/access.ts";
import { handler, pascalCase } from "./lib/handler.ts";
import { consume, workQueue } from "./lib/queue-consumer.ts";
import { everyMinute } from "./lib/schedule.ts";
import { isPermanent } from "./lib/stage.ts";
import { subscribe } from "./lib/subscribe.ts";
import { Secrets } from "./secrets.ts";
import { Storage } from "./storage.ts";
import { Webhooks } from "./webhooks.ts";

/** From a locked face to a ready avatar: dataset, training, identity, run by one state machine. */
export function Avatar(context: StackContext) {
  const { app } = context;
  const { Database, Sealing, Replicate, OpenAi, Anthropic } = use(Secrets);
  const { secret: storage } = use(Storage);
  const { bus, limits } = use(Bus);
  const { generation } = use(Generation);
  const { providerEvent, replicateUrl } = use(Webhooks);
  const publish = publishTo(bus);
  const answer = setupMachine.answer(app);

  const setup = workQueue(context, "setup", { visibilitySeconds: 90 });
  subscribe(context, bus, SetupRequested, setup);
  const beginSetup = handler(context, "avatar/begin-setup", {
    timeoutSeconds: 60,
    secrets: [Database],
    access: [setupMachine.start(app)],
  });
  // Some tenths of a second each, and a person's doing.
  consume(context, setup, beginSetup, { maxConcurrency: 2 });

  const setupCancel = workQueue(context, "setup-cancel", { visibilitySeconds: 90 });
  subscribe(context, bus, SetupCanceled, setupCancel);
  const cancelSetup = handler(context, "avatar/cancel-setup", {
    timeoutSeconds: 60,
    secrets: [Database, Replicate],
    access: [setupMachine.stop(app), sendTo(providerEvent)],
  });
  consume(context, setupCancel, cancelSetup, { maxConcurrency: 2 });

  const identity = workQueue(context, "identity", { visibilitySeconds: 270 });
  subscribe(context, bus, IdentityRequested, identity);
  const rewriteIdentity = handler(context, "avatar/rewrite-identity", {
    timeoutSeconds: 180,
    secrets: [Database, OpenAi, Anthropic],
  });
  // A minute each, which somebody looks at.
  consume(context, identity, rewriteIdentity, { maxConcurrency: 5 });

  const identityCheck = workQueue(context, "identity-check", { visibilitySeconds: 90 });
  const checkIdentity = handler(context, "avatar/check-identity", {
    timeoutSeconds: 60,
    secrets: [Database, OpenAi],
  });
  // One request each, after a person saved a form.
  consume(context, identityCheck, checkIdentity, { maxConcurrency: 2 });

  const avatarRemoval = workQueue(context, "avatar-removal", { visibilitySeconds: 360 });
  const removeAvatar = handler(context, "avatar/remove-avatar", {
    timeoutSeconds: 300, // some hundred files of each deleted avatar
    secrets: [Database, Replicate, storage],
  });
  // Nobody waits for it.
  consume(context, avatarRemoval, removeAvatar, { batchSize: 1, maxConcurrency: 2 });
  const resumeAvatars = handler(context, "avatar/resume-avatars", {
    timeoutSeconds: 30,
    secrets: [Database],
    access: [sendTo(avatarRemoval), sendTo(identityCheck)],
  });
  everyMinute(context, resumeAvatars);

  const steps = {
    "generate-dataset": handler(context, "avatar/generate-dataset", {
      timeoutSeconds: 60,
      secrets: [Database, Sealing],
      access: [sendTo(generation), answer],
    }),
    "curate-dataset": handler(context, "avatar/curate-dataset", {
      timeoutSeconds: 120,
      secrets: [Database],
      access: [sendTo(generation)], // for the pictures it asks for where too few passed
    }),
    "pause-setup": handler(context, "avatar/pause-setup", {
      timeoutSeconds: 30,
      secrets: [Database],
    }),
    "pack-dataset": handler(context, "avatar/pack-dataset", {
      timeoutSeconds: 300,
      memoryMegabytes: 2048, // fifty pictures and their archive are in memory together
      secrets: [Database, storage],
    }),
    "train-lora": handler(context, "avatar/train-lora", {
      timeoutSeconds: 60,
      secrets: [Database, Sealing, Replicate, storage],
      access: [limitWith(limits), answer, variables({ REPLICATE_WEBHOOK_URL: replicateUrl })],
    }),
    "copy-weights": handler(context, "avatar/copy-weights", {
      timeoutSeconds: 300, // some 170 MB through the function, within the hour Replicate keeps them
      secrets: [Database, storage, Replicate],
    }),
    "write-identity": handler(context, "avatar/write-identity", {
      timeoutSeconds: 180,
      secrets: [Database, OpenAi, Anthropic],
      isSplit: true,
    }),
    "finish-setup": handler(context, "avatar/finish-setup", {
      timeoutSeconds: 30,
      secrets: [Database],
      access: [publish],
    }),
    "fail-setup": handler(context, "avatar/fail-setup", {
      timeoutSeconds: 30,
      secrets: [Database],
      access: [publish, sendTo(providerEvent)],
    }),
  };
  setupMachineOf(context, steps);
  return { avatarRemoval, identityCheck };
}

function setupMachineOf({ app, stack }: StackContext, steps: Record<string, Lambda>) {
  const name = setupMachine.name(app);
  const role = new Role(stack, "SetupMachineRole", {
    assumedBy: new ServicePrincipal("states.amazonaws.com"),
  });
  const functionArns = Object.values(steps).map(({ functionArn }) => functionArn);
  role.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: functionArns }));
  new StateMachine(stack, "SetupMachine", {
    stateMachineName: name,
    role,
    definitionBody: DefinitionBody.fromString(
      readFileSync("packages/functions/src/avatar/setup.asl.json", "utf8"),
    ),
    definitionSubstitutions: Object.fromEntries(
      Object.entries(steps).map(([step, { functionArn }]) => [pascalCase(step), functionArn]),
    ),
    tracingEnabled: true,
    logs: {
      level: LogLevel.ALL,
      includeExecutionData: false, // inputs carry task tokens; how a run went stands in its rows
      destination: new LogGroup(stack, "SetupMachineLogs", {
        logGroupName: `/aws/vendedlogs/states/${name}`,
        retention: RetentionDays.THREE_MONTHS,
        removalPolicy: isPermanent(app) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
    },
  });
  NagSuppressions.addResourceSuppressions(
    role,
    [
      {
        id: "AwsSolutions-IAM5",
        reason: "Log delivery and X-Ray are account-wide settings whose actions accept no resource.",
        appliesTo: ["Resource::*"],
      },
    ],
    true,
  );
}
