import { describe, expect, test } from "vitest";
import { handledIds } from "./mapping.ts";
import { scaledVisibility } from "./queues.ts";

const failures = (...ids: string[]) =>
  JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe("after a batch", () => {
  test.each([
    ["all are done when nothing failed", failures(), true, ["a", "b"]],
    ["all are done when the function returned nothing", "null", true, ["a", "b"]],
    ["a reported one stays", failures("b"), true, ["a"]],
    ["an unknown identifier keeps the whole batch", failures("z"), true, []],
    ["a mapping without reports ignores them", failures("b"), false, ["a", "b"]],
  ])("%s", (_name, payload, reportsFailures, expected) => {
    expect(handledIds(["a", "b"], payload, reportsFailures)).toEqual(expected);
  });
});

test.each([
  [90, 1, 90],
  [90, 20, 5],
  [30, 60, 1],
  [0, 20, 1],
])("a visibility of %i s at scale %i is %i s", (seconds, scale, expected) => {
  expect(scaledVisibility(seconds, scale)).toBe(expected);
});
