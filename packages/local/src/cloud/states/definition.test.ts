import { describe, expect, test } from "vitest";
import { definitionSchema, scaledTimeout, unsupportedParts } from "./definition.ts";

const machine = (state: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  definitionSchema.parse({
    StartAt: "A",
    States: { A: { Type: "Task", Resource: "x", End: true, ...state } },
    ...more,
  });

describe("a state machine the runner would get wrong is refused", () => {
  test.each([
    ["JSONata", machine({}, { QueryLanguage: "JSONata" }), "JSONata"],
    ["JSONata in one state", machine({ QueryLanguage: "JSONata" }), "in A"],
    ["variables", machine({ Assign: { a: 1 } }), "Assign in A"],
    ["heartbeats", machine({ HeartbeatSeconds: 5 }), "HeartbeatSeconds in A"],
    [
      "a heartbeat deep inside",
      machine({
        Type: "Map",
        ItemProcessor: { StartAt: "B", States: { B: { Type: "Task", HeartbeatSeconds: 1 } } },
      }),
      "HeartbeatSeconds in B",
    ],
  ])("%s", (_name, definition, problem) => {
    expect(unsupportedParts(definition).join()).toContain(problem);
  });

  test("but a plain one is not", () => {
    expect(unsupportedParts(machine({ TimeoutSeconds: 5 }))).toEqual([]);
  });
});

test.each([
  ["a day at sixty times the pace", 86_400, 60, 1_440],
  ["an hour: our own code in it needs minutes", 3_600, 60, 300],
  ["a minute stays a minute", 60, 60, 60],
  ["nothing is longer than a timer can be", Number.POSITIVE_INFINITY, 1, 2_000_000],
])("%s", (_name, seconds, timeScale, expected) => {
  expect(scaledTimeout(seconds, timeScale)).toBe(expected);
});
