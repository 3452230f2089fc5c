import { beforeAll, expect, test } from "vitest";
import { type Assembly, readAssembly, statementsOf } from "./assembly.ts";

interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Retry?: { ErrorEquals: string[] }[];
  Parameters?: { FunctionName?: string };
}

let assembly: Assembly;
let text: string;
let substitutions: Record<string, { "Fn::GetAtt": [string, string] }>;
let tasks: [string, State][];

beforeAll(async () => {
  assembly = await readAssembly();
  const [machine] = assembly.ofType("AWS::StepFunctions::StateMachine");
  text = machine?.properties.DefinitionString;
  substitutions = machine?.properties.DefinitionSubstitutions;
  const { States } = JSON.parse(text) as { States: Record<string, State> };
  tasks = Object.entries(States).filter(([, state]) => state.Type === "Task");
}, 300_000);

test("every move is logged, and no input: that of a waiting step holds its task token", () => {
  const [machine] = assembly.ofType("AWS::StepFunctions::StateMachine");
  expect(text).toContain("$$.Task.Token");
  expect(machine?.properties.LoggingConfiguration).toMatchObject({
    Level: "ALL",
    IncludeExecutionData: false,
  });
});

test("the definition uses what the laptop's interpreter knows as well as AWS's", () => {
  expect(text).not.toMatch(/JSONata|"Assign"|"HeartbeatSeconds/);
});

test("every task ends by itself, and retries", () => {
  expect(tasks.length).toBeGreaterThan(0);
  for (const [name, { TimeoutSeconds, Retry }] of tasks) {
    expect(TimeoutSeconds, name).toBeGreaterThan(0);
    expect(Retry?.length, name).toBeGreaterThan(0);
  }
});

test("a step that a provider, the database or Lambda let down is done again, and one that ran out of time", () => {
  for (const [name, { Resource, Retry }] of tasks) {
    if (name === "FailSetup") continue;
    const errors = Retry?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
    expect(errors, name).toEqual(
      expect.arrayContaining(["RetryableProviderError", "RetryableDatabaseError", "Sandbox.Timedout"]),
    );
    // A step that waits for pictures or a training has waited for hours by then.
    expect(errors.includes("States.Timeout"), name).toBe(!Resource?.endsWith(".waitForTaskToken"));
  }
});

test("a failure that was written down does not count as a machine that failed", () => {
  expect(text).not.toContain('"Type": "Fail"');
});

test("every task calls the function of its own name, and every function given is called", () => {
  const called = tasks.map(([name, { Parameters }]) => [name, Parameters?.FunctionName]);
  expect(called).toEqual(tasks.map(([name]) => [name, `\${${name}}`]));
  expect(Object.keys(substitutions).toSorted()).toEqual(tasks.map(([name]) => name).toSorted());
});

test("a step's function ends before its task does", () => {
  for (const [name, { Resource, TimeoutSeconds }] of tasks) {
    const step = assembly.functions.find(({ id }) => id === substitutions[name]?.["Fn::GetAtt"][0]);
    expect(step, name).toBeDefined();
    expect(step?.properties.Timeout, `${name} ${Resource}`).toBeLessThan(TimeoutSeconds ?? 0);
  }
});

test("the machine may invoke its steps and nothing else", () => {
  const [machine] = assembly.ofType("AWS::StepFunctions::StateMachine");
  const roleId = machine?.properties.RoleArn["Fn::GetAtt"][0];
  const invoke = statementsOf(assembly.resources, machine?.stack ?? "", roleId).find(
    ({ Action }) => Action === "lambda:InvokeFunction",
  );
  expect(JSON.stringify([invoke?.Resource].flat().toSorted())).toBe(
    JSON.stringify(Object.values(substitutions).toSorted()),
  );
});
