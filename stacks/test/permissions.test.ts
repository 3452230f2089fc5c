import { beforeAll, expect, test } from "vitest";
import { openFindings } from "../../scripts/build/nag-report.ts";
import { type Assembly, actionsOf, readAssembly, statementsOf } from "./assembly.ts";

let assembly: Assembly;
beforeAll(async () => {
  assembly = await readAssembly();
}, 300_000);

const secretsOf = (variables: Record<string, string>): string[] =>
  Object.keys(variables)
    .filter((name) => name.startsWith("SST_Secret_value_"))
    .map((name) => name.replace("SST_Secret_value_", ""));

function ownRoles() {
  const [machine] = assembly.ofType("AWS::StepFunctions::StateMachine");
  if (!machine) throw new Error("there is no state machine");
  const roleId = machine.properties.RoleArn["Fn::GetAtt"][0];
  const machineStatements = statementsOf(assembly.resources, machine.stack, roleId);
  return [...assembly.functions, { path: "the setup machine", statements: machineStatements }];
}

test("no role of ours holds a service's every action", () => {
  expect(ownRoles().length).toBeGreaterThan(20);
  for (const { path, statements } of ownRoles()) {
    expect(statements.length, path).toBeGreaterThan(0);
    for (const action of actionsOf(statements)) expect(action, path).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
  }
});

test("a resource is a bare wildcard only where the service knows no resources", () => {
  const anywhere = /^(xray:|rekognition:|logs:\w*(LogDelivery|LogDeliveries|ResourcePolic|LogGroups))/;
  for (const { path, statements } of ownRoles()) {
    const bare = statements.filter(({ Resource }) => [Resource].flat().includes("*"));
    for (const action of actionsOf(bare)) expect(action, path).toMatch(anywhere);
  }
});

test("a function that knows a queue, the bus or the table may use it, and the other way round", () => {
  const pairs: [RegExp, string][] = [
    [/^QUEUE_\w+_URL$/, "sqs:SendMessage"],
    [/^BUS_NAME$/, "events:PutEvents"],
    [/^LIMITS_TABLE_NAME$/, "dynamodb:UpdateItem"],
  ];
  for (const { path, properties, statements } of assembly.functions) {
    for (const [variable, action] of pairs) {
      const knows = Object.keys(properties.Environment.Variables).filter((name) =>
        variable.test(name),
      ).length;
      const may = statements
        .filter(({ Action }) => [Action].flat().includes(action))
        .flatMap(({ Resource }) => Resource).length;
      expect(may, `${path} ${action}`).toBe(knows);
    }
  }
});

test("each function is bound to the secrets it needs and no others", () => {
  const bound = Object.fromEntries(
    assembly.functions.map(({ path, properties }) => [
      path,
      secretsOf(properties.Environment.Variables).toSorted().join(" "),
    ]),
  );
  expect(bound).toEqual({
    "api/main": "Auth Database Site Storage",
    "api/internal": "Anthropic Database OpenAi",
    "webhook/receive-replicate": "Replicate",
    "webhook/collect-replicate": "Database OpenAi Replicate Sealing Storage",
    "generation/submit-generation": "Database Replicate Sealing Storage",
    "generation/reconcile-generations": "Database Replicate Sealing",
    "content/cancel-batch": "Database Replicate",
    "content/pack-export": "Database Storage",
    "content/resume-exports": "Database",
    "content/place-piece": "Database Storage",
    "content/write-hook": "Anthropic Database OpenAi",
    "avatar/begin-setup": "Database",
    "avatar/cancel-setup": "Database Replicate",
    "avatar/generate-dataset": "Database Sealing",
    "avatar/curate-dataset": "Database",
    "avatar/pause-setup": "Database",
    "avatar/pack-dataset": "Database Storage",
    "avatar/train-lora": "Database Replicate Sealing Storage",
    "avatar/copy-weights": "Database Replicate Storage",
    "avatar/write-identity": "Anthropic Database OpenAi",
    "avatar/remove-avatar": "Database Replicate Storage",
    "avatar/resume-avatars": "Database",
    "avatar/rewrite-identity": "Anthropic Database OpenAi",
    "avatar/check-identity": "Database OpenAi",
    "avatar/finish-setup": "Database",
    "avatar/fail-setup": "Database",
    "user/send-mail": "Database Mail",
    "outbox/relay-outbox": "Database Sealing",
    "database/migrate": "DatabaseAdmin",
  });
});

/** The queues it sends to, the bus, the table of limits, and what it does with the setup machine. */
function reachOf({ properties, statements }: Assembly["functions"][number]): string {
  const variables = Object.keys(properties.Environment.Variables);
  const sent = variables.flatMap((name) => /^QUEUE_(\w+)_URL$/.exec(name)?.[1] ?? []);
  const states = actionsOf(statements).flatMap((action) => /^states:(\w+)$/.exec(action)?.[1] ?? []);
  return [
    ...sent.map((name) => name.toLowerCase().replaceAll("_", "-")),
    ...(variables.includes("BUS_NAME") ? ["bus"] : []),
    ...(variables.includes("LIMITS_TABLE_NAME") ? ["limits"] : []),
    ...states,
  ]
    .toSorted()
    .join(" ");
}

test("each function reaches what its code asks and nothing else", () => {
  const answer = "SendTaskFailure SendTaskSuccess";
  expect(Object.fromEntries(assembly.functions.map((each) => [each.path, reachOf(each)]))).toEqual({
    "api/main":
      "avatar-removal batch-cancel bus content-export generation hook identity-check limits piece-place",
    "api/internal": "",
    "webhook/receive-replicate": "limits provider-event",
    "webhook/collect-replicate": `${answer} bus generation piece-place`,
    "generation/submit-generation": `${answer} bus generation limits piece-place`,
    "generation/reconcile-generations": `DescribeExecution ${answer} StartExecution bus generation hook piece-place provider-event`,
    "content/cancel-batch": "provider-event",
    "content/pack-export": "bus content-export",
    "content/resume-exports": "bus content-export",
    "content/place-piece": "",
    "content/write-hook": "bus piece-place",
    "avatar/begin-setup": "StartExecution",
    "avatar/cancel-setup": "StopExecution provider-event",
    "avatar/generate-dataset": `${answer} generation`,
    // Too few good pictures: it asks for others.
    "avatar/curate-dataset": "generation",
    "avatar/pause-setup": "",
    "avatar/pack-dataset": "",
    "avatar/train-lora": `${answer} limits`,
    "avatar/copy-weights": "",
    "avatar/write-identity": "",
    "avatar/remove-avatar": "",
    "avatar/resume-avatars": "avatar-removal identity-check",
    "avatar/rewrite-identity": "",
    "avatar/check-identity": "",
    "avatar/finish-setup": "bus",
    "avatar/fail-setup": "bus provider-event",
    "user/send-mail": "",
    "outbox/relay-outbox": `${answer} avatar-removal batch-cancel bus content-export generation hook identity-check piece-place provider-event`,
    "database/migrate": "",
  });
});

test("who may answer the setup machine can open the tokens for it, and nobody else can", () => {
  for (const { path, properties, statements } of assembly.functions) {
    const opens = secretsOf(properties.Environment.Variables).includes("Sealing");
    expect(opens, path).toBe(actionsOf(statements).includes("states:SendTaskSuccess"));
  }
});

test("cdk-nag's AwsSolutions has no finding that is neither mended nor excused", () => {
  expect(openFindings(assembly.directory)).toEqual([]);
});
