import { describe, expect, test } from "vitest";
import { matchesPattern, type Pattern } from "./pattern.ts";

const event = {
  source: "aws.ec2",
  "detail-type": "EC2 Instance State-change Notification",
  account: "111122223333",
  region: "us-east-1",
  resources: ["arn:aws:ec2:us-west-1:1:instance/i-1", "arn:aws:ec2:us-west-1:1:instance/i-2"],
  detail: {
    state: "terminated",
    "c-count": 5,
    "d-count": 3,
    "x-limit": 3.018e2,
    "source-ip": "10.0.0.17",
    name: "EventBridge",
    fileName: "dir/picture.PNG",
    empty: "",
    nothing: null,
    flag: true,
    list: [1, 2, 3],
    items: [
      { kind: "a", size: 1 },
      { kind: "b", size: 9 },
    ],
    "responsible-party": { "id-type": "person" },
  },
};
const detail = (rule: Record<string, unknown>): Pattern => ({ detail: rule });

// Operators and examples: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
const cases: [name: string, pattern: Pattern, matches: boolean][] = [
  ["one of several values", detail({ state: ["running", "terminated"] }), true],
  ["none of several values", detail({ state: ["running", "stopped"] }), false],
  ["two fields that both hold", { source: ["aws.ec2"], region: ["us-east-1"] }, true],
  ["two fields of which one fails", { source: ["aws.ec2"], region: ["eu-west-1"] }, false],
  ["a field that is not there", { nowhere: ["x"] }, false],
  ["null as a value", detail({ nothing: [null] }), true],
  ["an empty string", detail({ empty: [""] }), true],
  ["an empty string is not null", detail({ empty: [null] }), false],
  ["a boolean", detail({ flag: [true] }), true],
  ["a number is not its text", detail({ "c-count": ["5"] }), false],
  ["any element of an event's list", { resources: ["arn:aws:ec2:us-west-1:1:instance/i-2"] }, true],
  ["no element of an event's list", detail({ list: [7] }), false],
  ["prefix", { region: [{ prefix: "us-" }] }, true],
  ["prefix that does not fit", { region: [{ prefix: "eu-" }] }, false],
  ["prefix ignoring case", detail({ name: [{ prefix: { "equals-ignore-case": "EVENTB" } }] }), true],
  ["suffix", detail({ fileName: [{ suffix: ".PNG" }] }), true],
  ["suffix minds case", detail({ fileName: [{ suffix: ".png" }] }), false],
  ["suffix ignoring case", detail({ fileName: [{ suffix: { "equals-ignore-case": ".png" } }] }), true],
  ["equals-ignore-case", detail({ name: [{ "equals-ignore-case": "eventbridge" }] }), true],
  ["anything-but a word", detail({ state: [{ "anything-but": "initializing" }] }), true],
  ["anything-but this very word", detail({ state: [{ "anything-but": "terminated" }] }), false],
  ["anything-but a list of numbers", detail({ "x-limit": [{ "anything-but": [100, 200, 300] }] }), true],
  ["anything-but a list with it", detail({ "c-count": [{ "anything-but": [5] }] }), false],
  ["anything-but on an absent field", detail({ absent: [{ "anything-but": "x" }] }), false],
  ["anything-but prefix", detail({ state: [{ "anything-but": { prefix: "init" } }] }), true],
  [
    "anything-but prefixes, one fits",
    detail({ state: [{ "anything-but": { prefix: ["init", "term"] } }] }),
    false,
  ],
  ["anything-but suffix", detail({ fileName: [{ "anything-but": { suffix: ".PNG" } }] }), false],
  [
    "anything-but equals-ignore-case",
    detail({ name: [{ "anything-but": { "equals-ignore-case": "EVENTBRIDGE" } }] }),
    false,
  ],
  ["anything-but wildcard", detail({ fileName: [{ "anything-but": { wildcard: "*/lib/*" } }] }), true],
  ["numeric range", detail({ "c-count": [{ numeric: [">", 0, "<=", 5] }] }), true],
  ["numeric range not met", detail({ "d-count": [{ numeric: ["<", 3] }] }), false],
  ["numeric equality in another spelling", detail({ "x-limit": [{ numeric: ["=", 301.8] }] }), true],
  ["numeric on text", detail({ state: [{ numeric: [">", 0] }] }), false],
  ["address in the subnet", detail({ "source-ip": [{ cidr: "10.0.0.0/24" }] }), true],
  ["address outside the subnet", detail({ "source-ip": [{ cidr: "10.1.0.0/24" }] }), false],
  ["no address at all", detail({ state: [{ cidr: "10.0.0.0/24" }] }), false],
  ["exists", detail({ state: [{ exists: true }] }), true],
  ["exists where it does not", detail({ absent: [{ exists: true }] }), false],
  ["exists: false where it does not", detail({ absent: [{ exists: false }] }), true],
  ["exists looks at leaves only", detail({ "responsible-party": [{ exists: true }] }), false],
  ["wildcard", detail({ fileName: [{ wildcard: "dir/*.PNG" }] }), true],
  ["wildcard with two stars", detail({ fileName: [{ wildcard: "d*pic*G" }] }), true],
  ["wildcard that does not fit", detail({ fileName: [{ wildcard: "dir/*.jpg" }] }), false],
  ["an escaped star is a star", detail({ fileName: [{ wildcard: "dir/\\*" }] }), false],
  ["a dot in a wildcard is a dot", detail({ name: [{ wildcard: "E.*" }] }), false],
  ["$or of which one holds", { $or: [{ region: ["eu-west-1"] }, { source: ["aws.ec2"] }] }, true],
  ["$or of which none holds", { $or: [{ region: ["eu-west-1"] }, { source: ["aws.s3"] }] }, false],
  ["$or beside a field that fails", { account: ["4"], $or: [{ source: ["aws.ec2"] }] }, false],
  ["$or inside detail", detail({ $or: [{ "c-count": [{ numeric: [">", 9] }] }, { "d-count": [3] }] }), true],
  ["nested object", detail({ "responsible-party": { "id-type": ["person"] } }), true],
  ["one object of a list", detail({ items: { kind: ["b"], size: [{ numeric: [">", 5] }] } }), true],
  ["not mixed from two objects of a list", detail({ items: { kind: ["a"], size: [9] } }), false],
];

describe("an event pattern", () => {
  test.each(cases)("%s", (_name, pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  test("with an operator that EventBridge does not have is an error, not a silent no", () => {
    expect(() => matchesPattern(detail({ state: [{ regex: "x" }] }), event)).toThrow("regex");
  });

  test("with a bare value instead of a list is an error", () => {
    expect(() => matchesPattern({ source: "aws.ec2" }, event)).toThrow("source");
  });
});
