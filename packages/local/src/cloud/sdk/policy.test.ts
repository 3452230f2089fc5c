import { describe, expect, test } from "vitest";
import { decide, policyStatements } from "./policy.ts";

const queue = "arn:aws:sqs:eu-west-1:1:work";
const statements = policyStatements({
  Statement: [
    { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:Get*"], Resource: "arn:aws:sqs:eu-west-1:1:wor?" },
    { Effect: "Allow", Action: "dynamodb:*", Resource: ["arn:aws:dynamodb:eu-west-1:1:table/limits"] },
    { Effect: "Deny", Action: "dynamodb:DeleteTable", Resource: "*" },
    { Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::open/*" },
    {
      Effect: "Allow",
      Action: "ses:SendEmail",
      Resource: "*",
      Condition: { StringLike: { "ses:FromAddress": "*@vixen.test" } },
    },
    {
      Effect: "Allow",
      Action: "kms:*",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    },
  ],
});

describe("a role's policies", () => {
  test.each([
    ["an action that is named", "sqs:SendMessage", queue, "allowed"],
    ["an action in another case", "sqs:sendmessage", queue, "allowed"],
    ["an action under a wildcard", "sqs:GetQueueUrl", queue, "allowed"],
    ["another action", "sqs:DeleteMessage", queue, "no_statement"],
    ["another resource", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:1:works", "no_statement"],
    ["a resource in another case", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:1:Work", "no_statement"],
    [
      "a denial beats a wildcard",
      "dynamodb:DeleteTable",
      "arn:aws:dynamodb:eu-west-1:1:table/limits",
      "denied",
    ],
    ["NotAction allows the rest", "s3:GetObject", "arn:aws:s3:::open/a/b", "allowed"],
    ["NotAction leaves out what it names", "iam:PassRole", "arn:aws:s3:::open/a/b", "no_statement"],
    ["a condition of a kind we cannot judge grants nothing", "kms:Decrypt", "x", "no_statement"],
  ])("%s", (_name, action, resource, expected) => {
    expect(decide(statements, action, resource)).toBe(expected);
  });

  test("a condition is judged on the request", () => {
    const sends = (from: string) => decide(statements, "ses:SendEmail", "x", { "ses:FromAddress": from });
    expect([sends("a@vixen.test"), sends("a@other.test")]).toEqual(["allowed", "no_statement"]);
  });

  test("no policy allows nothing", () => {
    expect(decide([], "sqs:SendMessage", queue)).toBe("no_statement");
  });
});
