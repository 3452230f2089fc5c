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
    "api/main": "Auth Database Sealing Site Storage",
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
    "avatar/generate-dataset": "Database Sealing Storage",
    "avatar/curate-dataset": "Database Storage",
    "avatar/pause-setup": "Database",
    "avatar/pack-dataset": "Database Storage",
    "avatar/train-lora": "Database Replicate Sealing Storage",
    "avatar/copy-weights": "Database Replicate Storage",
    "avatar/write-identity": "Anthropic Database OpenAi",
    "avatar/remove-avatar": "Database Replicate Storage",
    "avatar/resume-removals": "Database",
    "avatar/rewrite-identity": "Anthropic Database OpenAi",
    "avatar/finish-setup": "Database",
    "avatar/fail-setup": "Database",
    "user/send-mail": "Database Mail",
    "outbox/relay-outbox": "Database Sealing",
    "database/migrate": "DatabaseAdmin",
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
