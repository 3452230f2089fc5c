/** What CloudFormation would answer for `Ref` and `Fn::GetAtt` of each kind of resource, on this machine. */

import type { TemplateResource } from "./assembly.ts";

/** Where the laptop's cloud lives: the account and region of the assembly, and our own addresses. */
export type Place = {
  account: string;
  region: string;
  /** API Gateway and function URLs, without a trailing slash. */
  apiUrl: string;
  /** The front door for SDK calls; queue URLs begin with it. */
  sdkUrl: string;
};

export type Named = { stack: string; logicalId: string; resource: TemplateResource; name: string };

const nameProperties: Record<string, string> = {
  "AWS::Lambda::Function": "FunctionName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::DynamoDB::Table": "TableName",
  "AWS::DynamoDB::GlobalTable": "TableName",
  "AWS::Events::EventBus": "Name",
  "AWS::Events::Rule": "Name",
  "AWS::StepFunctions::StateMachine": "StateMachineName",
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::SSM::Parameter": "Name",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::ApiGatewayV2::Stage": "StageName",
};

export const nameProperty = (type: string): string | undefined => nameProperties[type];

/** AWS invents a name from stack and logical id; ours keeps the id's hash, which is at its end. */
export function inventedName(stack: string, logicalId: string, limit = 64): string {
  const whole = `${stack}-${logicalId}`;
  return whole.length <= limit
    ? whole
    : `${stack.slice(0, Math.max(8, limit - logicalId.length - 1))}-${logicalId}`.slice(-limit);
}

export const apiId = (named: Named): string => named.logicalId.toLowerCase().slice(-10);

export function arnOf(place: Place, named: Named): string {
  const { region, account } = place;
  const at = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  switch (named.resource.Type) {
    case "AWS::Lambda::Function":
      return at("lambda", `function:${named.name}`);
    case "AWS::SQS::Queue":
      return at("sqs", named.name);
    case "AWS::DynamoDB::Table":
    case "AWS::DynamoDB::GlobalTable":
      return at("dynamodb", `table/${named.name}`);
    case "AWS::Events::EventBus":
      return at("events", `event-bus/${named.name}`);
    case "AWS::Events::Rule":
      return at("events", `rule/${named.name}`);
    case "AWS::StepFunctions::StateMachine":
      return at("states", `stateMachine:${named.name}`);
    case "AWS::IAM::Role":
      return `arn:aws:iam::${account}:role/${named.name}`;
    case "AWS::IAM::ManagedPolicy":
      return `arn:aws:iam::${account}:policy/${named.name}`;
    case "AWS::S3::Bucket":
      return `arn:aws:s3:::${named.name}`;
    case "AWS::SNS::Topic":
      return at("sns", named.name);
    case "AWS::Logs::LogGroup":
      return at("logs", `log-group:${named.name}:*`);
    case "AWS::CloudWatch::Alarm":
      return at("cloudwatch", `alarm:${named.name}`);
    default:
      return at("local", `${named.resource.Type}/${named.name}`);
  }
}

export function refOf(place: Place, named: Named): string {
  switch (named.resource.Type) {
    case "AWS::SQS::Queue":
      return `${place.sdkUrl}/${place.account}/${named.name}`;
    case "AWS::StepFunctions::StateMachine":
    case "AWS::SNS::Topic":
    case "AWS::IAM::ManagedPolicy":
      return arnOf(place, named);
    case "AWS::ApiGatewayV2::Api":
      return apiId(named);
    case "AWS::ApiGatewayV2::Integration":
    case "AWS::ApiGatewayV2::Authorizer":
      return named.logicalId;
    default:
      return named.name;
  }
}

/** The path below which a function's URL is served. */
export const functionUrlPath = (slug: string): string => `/__url/${slug}`;

export function attributeOf(place: Place, named: Named, attribute: string, slug: () => string): string {
  switch (attribute) {
    case "Arn":
    case "TopicArn":
      return arnOf(place, named);
    case "QueueName":
    case "Name":
    case "TopicName":
      return named.name;
    case "QueueUrl":
      return refOf(place, named);
    case "ApiId":
      return apiId(named);
    case "ApiEndpoint":
      return place.apiUrl;
    case "FunctionUrl":
      return `${place.apiUrl}${functionUrlPath(slug())}/`;
    case "RegionalDomainName":
    case "DomainName":
      return `${named.name.toLowerCase()}.localhost`;
    default:
      return `${named.logicalId}.${attribute}`;
  }
}
