import { describe, expect, test } from "vitest";
import { pathValue, targetPayload } from "./transform.ts";

const event = {
  id: "1",
  time: "2027-01-01T00:00:00Z",
  detail: { name: 'a "b"', count: 2, list: [{ id: "x" }] },
};
const base = { Arn: "arn:aws:sqs:eu-west-1:1:q", Id: "t" };

describe("a rule's target", () => {
  test("gets the whole event unless told otherwise", () => {
    expect(JSON.parse(targetPayload(base, event, "rule"))).toEqual(event);
  });

  test("gets a constant", () => {
    expect(targetPayload({ ...base, Input: '{"a":1}' }, event, "rule")).toBe('{"a":1}');
  });

  test("gets a part of the event", () => {
    expect(targetPayload({ ...base, InputPath: "$.detail.list[0].id" }, event, "rule")).toBe('"x"');
  });

  test("gets a template in which values keep their kind outside quotes and are text inside", () => {
    const InputTransformer = {
      InputPathsMap: { count: "$.detail.count", name: "$.detail.name", list: "$.detail.list" },
      InputTemplate: '{"count":<count>,"text":"n=<name>, c=<count>","list":<list>,"kept":"<unknown>"}',
    };
    expect(JSON.parse(targetPayload({ ...base, InputTransformer }, event, "rule"))).toEqual({
      count: 2,
      text: 'n=a "b", c=2',
      list: [{ id: "x" }],
      kept: "<unknown>",
    });
  });

  test("may name the rule in its template", () => {
    const InputTransformer = { InputPathsMap: {}, InputTemplate: '"<aws.events.rule-name>"' };
    expect(targetPayload({ ...base, InputTransformer }, event, "arn:aws:events:r:1:rule/mine")).toBe(
      '"mine"',
    );
  });
});

describe("a path", () => {
  test.each([
    ["$", event],
    ["$.detail['count']", 2],
    ["$.detail.absent.deeper", undefined],
  ])("%s", (path, expected) => {
    expect(pathValue(path, event)).toEqual(expected);
  });
});
