import { describe, expect, test } from "vitest";
import { definitionSchema, unsupportedParts } from "./definition.ts";

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
