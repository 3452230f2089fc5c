import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as AvatarEvent from "@vixen/core/avatar/event.ts";
import * as UserEvent from "@vixen/core/user/event.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { exposedHeaders } from "../../packages/functions/src/api/edge.ts";
import { type Assembly, readAssembly, root } from "./assembly.ts";

interface Reference {
  Ref?: string;
  "Fn::GetAtt"?: [string, string];
  "Fn::ImportValue"?: string;
}

let assembly: Assembly;
beforeAll(async () => {
  assembly = await readAssembly();
}, 300_000);

/** A resource named by `Ref` or `GetAtt` in a stack's template, or by another stack's export. */
function find(reference: unknown, from: string) {
  const { Ref, "Fn::GetAtt": attribute, "Fn::ImportValue": imported } = reference as Reference;
  const found = assembly.resources.find(({ id, stack }) =>
    imported
      ? imported.startsWith(`${stack}:`) && imported.includes(id)
      : stack === from && id === (Ref ?? attribute?.[0]),
  );
  if (!found) throw new Error(`Nothing in ${from} is called ${JSON.stringify(reference)}`);
  return found;
}

const queueNames = () => assembly.ofType("AWS::SQS::Queue").filter(({ stack }) => !stack.endsWith("-Web"));

const numbers = [
  { queue: "generation", consumer: "generation/submit-generation", timeout: 60, visibility: 90, batch: 5 },
  { queue: "hook", consumer: "content/write-hook", timeout: 120, visibility: 180, batch: 10 },
  { queue: "batch-cancel", consumer: "content/cancel-batch", timeout: 60, visibility: 90, batch: 5 },
  { queue: "content-export", consumer: "content/pack-export", timeout: 600, visibility: 660, batch: 1 },
  { queue: "piece-place", consumer: "content/place-piece", timeout: 60, visibility: 90, batch: 10 },
  { queue: "provider-event", consumer: "webhook/collect-replicate", timeout: 120, visibility: 180, batch: 5 },
  { queue: "setup", consumer: "avatar/begin-setup", timeout: 60, visibility: 90, batch: 5 },
  { queue: "setup-cancel", consumer: "avatar/cancel-setup", timeout: 60, visibility: 90, batch: 5 },
  { queue: "identity", consumer: "avatar/rewrite-identity", timeout: 180, visibility: 270, batch: 5 },
  { queue: "identity-check", consumer: "avatar/check-identity", timeout: 60, visibility: 90, batch: 5 },
  { queue: "avatar-removal", consumer: "avatar/remove-avatar", timeout: 300, visibility: 360, batch: 1 },
  { queue: "mail", consumer: "user/send-mail", timeout: 60, visibility: 90, batch: 5 },
];

/** How many containers may work on a queue at a time. */
const atOnce: Record<string, number> = {
  generation: 20,
  hook: 20,
  "batch-cancel": 2,
  "content-export": 5,
  "piece-place": 10,
  "provider-event": 40,
  setup: 2,
  "setup-cancel": 2,
  identity: 5,
  "identity-check": 2,
  "avatar-removal": 2,
  mail: 2,
};

describe("functions", () => {
  test("each has its source, and a bundle that exports its handler", () => {
    for (const { path, bundle } of assembly.functions) {
      expect(existsSync(join(root, `packages/functions/src/${path}.ts`)), path).toBe(true);
      expect(bundle.code, path).toMatch(/export\s*{[^}]*\bas handler\b[^}]*}/);
    }
  });

  test("no handler is left unwired", () => {
    const sources = globSync("packages/functions/src/*/*.ts", { cwd: root })
      .filter((path) => !path.includes("/lib/") && !path.endsWith(".test.ts"))
      .filter((path) =>
        /export (const|async function|function) handler\b/.test(readFileSync(join(root, path), "utf8")),
      )
      .map((path) => path.replace("packages/functions/src/", "").replace(".ts", ""));
    expect(assembly.functions.map(({ path }) => path).toSorted()).toEqual(sources.toSorted());
  });

  test("each runs on Node 24 and arm64, is traced, and logs to a group that ends", () => {
    for (const { path, stack, properties } of assembly.functions) {
      expect(properties, path).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        TracingConfig: { Mode: "Active" },
      });
      expect(find(properties.LoggingConfig.LogGroup, stack).properties.RetentionInDays, path).toBeGreaterThan(
        0,
      );
    }
  });

  test("a bundle that loads sharp brings it along, and no other bundle loads it", () => {
    for (const { path, bundle } of assembly.functions) {
      const loads = /\bfrom\s*"sharp"|import\s*"sharp"/.test(bundle.code);
      expect(existsSync(join(bundle.folder, "node_modules/sharp/package.json")), path).toBe(loads);
    }
  });

  test("LangGraph is in no bundle but those that write", () => {
    const withGraph = assembly.functions
      // What its channels are called: the names of its own code are gone from a minified bundle.
      .filter(({ bundle }) => bundle.parts.some((code) => code.includes("__pregel_")))
      .map(({ path }) => path);
    expect(withGraph.toSorted()).toEqual(["api/internal", "content/write-hook"]);
  });
});

describe("queues", () => {
  test.each(numbers)(
    "$queue: $consumer takes its number at a time and ends before a message shows again",
    (row) => {
      const queue = queueNames().find(({ properties }) =>
        properties.QueueName.endsWith(`-vixenbliss-${row.queue}`),
      );
      const consumers = assembly
        .ofType("AWS::Lambda::EventSourceMapping")
        .filter(({ properties, stack }) => find(properties.EventSourceArn, stack).id === queue?.id);
      expect(consumers).toHaveLength(1);
      expect(consumers[0]?.properties).toMatchObject({
        BatchSize: row.batch,
        ScalingConfig: { MaximumConcurrency: atOnce[row.queue] },
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      });
      const { Handler, Timeout } = find(
        consumers[0]?.properties.FunctionName,
        consumers[0]?.stack ?? "",
      ).properties;
      expect(Handler).toBe(`packages/functions/src/${row.consumer}.handler`);
      expect(Timeout).toBe(row.timeout);
      expect(queue?.properties.VisibilityTimeout).toBe(row.visibility);
      expect(Timeout).toBeLessThan(queue?.properties.VisibilityTimeout);
    },
  );

  test("each gives a message up after ten tries, to dead letters kept for two weeks", () => {
    const working = queueNames().filter(({ properties }) => properties.RedrivePolicy);
    expect(working).toHaveLength(numbers.length);
    for (const { properties, stack } of working) {
      expect(properties.RedrivePolicy.maxReceiveCount).toBe(10);
      const deadLetters = find(properties.RedrivePolicy.deadLetterTargetArn, stack);
      expect(deadLetters.properties.QueueName).toBe(`${properties.QueueName}-dead-letters`);
      expect(deadLetters.properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    }
    expect(queueNames()).toHaveLength(2 * numbers.length);
  });
});

test("all consumers, the schedules, the steps and the API together stay under the pooler's clients", () => {
  // Supabase's pooler takes 200 clients on the smallest instance, and each container holds one.
  const pooler = 200;
  const consumers = Object.values(atOnce).reduce((sum, count) => sum + count, 0);
  // A run that takes longer than a minute meets the next one's.
  const schedules =
    2 * assembly.ofType("AWS::Events::Rule").filter(({ properties }) => properties.ScheduleExpression).length;
  // Steps are short or wait outside a function: twenty at once are some hundred setups under way.
  const steps = 20;
  // At 30 ms a request, some thousand of them a second.
  const api = 40;
  expect(consumers + schedules + steps + api).toBeLessThan(pooler);
});

describe("events", () => {
  test("each subscribed event reaches its queue, retried, with dead letters behind", () => {
    const rules = assembly.ofType("AWS::Events::Rule").filter(({ properties }) => properties.EventPattern);
    const routes = rules.flatMap(({ properties, stack }) =>
      properties.Targets.map((target: { Arn: unknown }) => [
        properties.EventPattern["detail-type"][0],
        find(target.Arn, stack).properties.QueueName.replace("laptop-vixenbliss-", ""),
      ]),
    );
    expect(Object.fromEntries(routes)).toEqual({
      [AvatarEvent.SetupRequested.type]: "setup",
      [AvatarEvent.SetupCanceled.type]: "setup-cancel",
      [AvatarEvent.IdentityRequested.type]: "identity",
      [UserEvent.MailRequested.type]: "mail",
    });
    for (const { properties, stack } of rules) {
      for (const target of properties.Targets) {
        expect(target.RetryPolicy.MaximumRetryAttempts).toBe(60);
        expect(find(target.DeadLetterConfig.Arn, stack).properties.QueueName).toMatch(/-dead-letters$/);
      }
    }
  });

  test("the relay, the reconciler and what deletions and exports left run each minute", () => {
    const scheduled = assembly
      .ofType("AWS::Events::Rule")
      .filter(({ properties }) => properties.ScheduleExpression === "rate(1 minute)")
      .map(({ properties, stack }) => find(properties.Targets[0].Arn, stack).properties.Handler);
    expect(scheduled.toSorted()).toEqual([
      "packages/functions/src/avatar/resume-avatars.handler",
      "packages/functions/src/content/resume-exports.handler",
      "packages/functions/src/generation/reconcile-generations.handler",
      "packages/functions/src/outbox/relay-outbox.handler",
    ]);
  });
});

describe("the API", () => {
  test("routes what the contract names, and only IAM callers reach the internal service", () => {
    const routes = assembly
      .ofType("AWS::ApiGatewayV2::Route")
      .map(({ properties }) => `${properties.RouteKey} ${properties.AuthorizationType}`);
    expect(routes.toSorted()).toEqual([
      "ANY /api/v1/{proxy+} NONE",
      "GET /health NONE",
      "POST /internal/{proxy+} AWS_IAM",
      "POST /webhooks/replicate NONE",
    ]);
  });

  test("allows one origin, throttles, and writes an access log", () => {
    const [api] = assembly.ofType("AWS::ApiGatewayV2::Api");
    expect(api?.properties.CorsConfiguration.AllowOrigins).toEqual(["http://localhost:3000"]);
    // The gateway's answer replaces the function's own.
    expect(api?.properties.CorsConfiguration.ExposeHeaders.toSorted()).toEqual(exposedHeaders.toSorted());
    const [stage] = assembly.ofType("AWS::ApiGatewayV2::Stage");
    expect(stage?.properties.DefaultRouteSettings.ThrottlingRateLimit).toBe(500);
    expect(stage?.properties.AccessLogSettings.DestinationArn).toBeDefined();
  });

  test("answers before API Gateway gives up", () => {
    for (const { path, properties } of assembly.functions) {
      if (path.startsWith("api/")) expect(properties.Timeout).toBeLessThan(30);
    }
  });
});

test("whatever runs code is deployed after the migrator", () => {
  const { artifacts } = JSON.parse(readFileSync(join(assembly.directory, "manifest.json"), "utf8"));
  const stacks = new Set(assembly.functions.map(({ stack }) => stack));
  for (const stack of stacks) {
    if (!stack.endsWith("-Database"))
      expect(artifacts[stack].dependencies, stack).toContain("laptop-vixenbliss-Database");
  }
});
