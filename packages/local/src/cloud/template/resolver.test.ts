import { describe, expect, test } from "vitest";
import type { Assembly, Template } from "./assembly.ts";
import { createResolver } from "./resolver.ts";

const empty: Template = { Resources: {}, Parameters: {}, Conditions: {}, Mappings: {}, Outputs: {} };
const resource = (Type: string, Properties: Record<string, unknown> = {}) => ({ Type, Properties });

const base: Template = {
  ...empty,
  Resources: {
    Queue1234: resource("AWS::SQS::Queue"),
    Named: resource("AWS::SQS::Queue", { QueueName: { "Fn::Join": ["-", ["my", { Ref: "AWS::Region" }]] } }),
    Machine: resource("AWS::StepFunctions::StateMachine"),
    Function: resource("AWS::Lambda::Function"),
    Url: resource("AWS::Lambda::Url"),
  },
  Parameters: { Stage: { Type: "String", Default: "test" } },
  Conditions: {
    IsTest: { "Fn::Equals": [{ Ref: "Stage" }, "test"] },
    IsLive: { "Fn::Not": [{ Condition: "IsTest" }] },
    Either: { "Fn::Or": [{ Condition: "IsLive" }, { Condition: "IsTest" }] },
  },
  Mappings: { Sizes: { "eu-west-1": { small: 3 } } },
  Outputs: {
    Out: {
      Value: { "Fn::GetAtt": ["Queue1234", "Arn"] },
      Export: { Name: { "Fn::Sub": "${AWS::StackName}:queue" } },
    },
  },
};
const assembly: Assembly = {
  directory: "/nowhere",
  account: "123456789012",
  region: "eu-west-1",
  stacks: [
    { name: "Base", template: base },
    { name: "Other", template: empty },
  ],
  assets: new Map(),
};
const place = {
  account: "123456789012",
  region: "eu-west-1",
  apiUrl: "http://127.0.0.1:1",
  sdkUrl: "http://127.0.0.1:2",
};
const resolver = createResolver(assembly, place, () => "front");
const queueArn = "arn:aws:sqs:eu-west-1:123456789012:Base-Queue1234";

describe("an expression of a template", () => {
  test.each<[string, unknown, unknown]>([
    ["a queue's Ref is its address", { Ref: "Queue1234" }, "http://127.0.0.1:2/123456789012/Base-Queue1234"],
    ["a name that is itself computed", { "Fn::GetAtt": ["Named", "QueueName"] }, "my-eu-west-1"],
    [
      "a machine's Ref is its ARN",
      { Ref: "Machine" },
      "arn:aws:states:eu-west-1:123456789012:stateMachine:Base-Machine",
    ],
    ["a function's Ref is its name", { Ref: "Function" }, "Base-Function"],
    ["GetAtt as text", { "Fn::GetAtt": "Queue1234.Arn" }, queueArn],
    ["a function's URL", { "Fn::GetAtt": ["Url", "FunctionUrl"] }, "http://127.0.0.1:1/__url/front/"],
    ["Join over Split", { "Fn::Join": ["+", { "Fn::Split": [":", "a:b:c"] }] }, "a+b+c"],
    ["Select", { "Fn::Select": ["1", ["a", { Ref: "Stage" }]] }, "test"],
    [
      "Sub with resources, attributes and escapes",
      { "Fn::Sub": "${Stage}/${Queue1234.Arn}/${!Kept}" },
      `test/${queueArn}/\${Kept}`,
    ],
    [
      "Sub with its own variables",
      { "Fn::Sub": ["${x}-${Stage}", { x: { Ref: "AWS::Partition" } }] },
      "aws-test",
    ],
    ["If of a condition that holds", { "Fn::If": ["IsTest", "yes", "no"] }, "yes"],
    ["If of one that does not", { "Fn::If": ["IsLive", "yes", "no"] }, "no"],
    ["conditions of conditions", { "Fn::If": ["Either", 1, 2] }, 1],
    ["a value from a map", { "Fn::FindInMap": ["Sizes", { Ref: "AWS::Region" }, "small"] }, 3],
    [
      "NoValue takes its property with it",
      { a: 1, b: { Ref: "AWS::NoValue" }, c: [{ Ref: "AWS::NoValue" }, 2] },
      { a: 1, c: [2] },
    ],
    ["Base64", { "Fn::Base64": "hi" }, "aGk="],
    ["what is no expression stays", { Ref: "Stage", Other: 1 }, { Ref: "Stage", Other: 1 }],
  ])("%s", (_name, expression, expected) => {
    expect(resolver.value("Base", expression)).toEqual(expected);
  });

  test("an import finds what another stack exports", () => {
    expect(resolver.value("Other", { "Fn::ImportValue": "Base:queue" })).toBe(queueArn);
  });

  test.each([
    ["an import nobody exports", { "Fn::ImportValue": "Base:none" }, "which no stack exports"],
    ["a resource that is not there", { Ref: "Missing" }, "Missing"],
    ["an intrinsic we do not know", { "Fn::Cidr": ["10.0.0.0/8", 1] }, "Fn::Cidr"],
    ["a condition that is not there", { "Fn::If": ["None", 1, 2] }, "None"],
  ])("%s is an error with its name", (_name, expression, message) => {
    expect(() => resolver.value("Base", expression)).toThrow(message);
  });
});
