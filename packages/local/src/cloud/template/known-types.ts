/**
 * Every resource type that needs nothing on a laptop, with the reason. A type that is neither run nor listed
 * here is named at start: nothing is skipped silently.
 */

export const runTypes = [
  "AWS::Lambda::Function",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::Url",
  "AWS::SQS::Queue",
  "AWS::Events::EventBus",
  "AWS::Events::Rule",
  "AWS::StepFunctions::StateMachine",
  "AWS::DynamoDB::Table",
  "AWS::DynamoDB::GlobalTable",
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Integration",
  "AWS::SSM::Parameter",
  "AWS::IAM::Role",
  "AWS::IAM::Policy",
  "AWS::IAM::ManagedPolicy",
] as const;

export const idleTypes: Record<string, string> = {
  "AWS::Lambda::Permission": "says which service may invoke; the caller's own role is checked instead",
  "AWS::Lambda::LayerVersion": "bundles are whole; nothing of ours uses layers",
  "AWS::Lambda::Version": "only the newest code exists here",
  "AWS::SQS::QueuePolicy": "opens a queue to the bus and to TLS only; both are this process",
  "AWS::ApiGatewayV2::Stage": "one stage, $default; throttling is the load balancer's matter",
  "AWS::ApiGatewayV2::ApiMapping": "custom domains need DNS",
  "AWS::ApiGatewayV2::DomainName": "custom domains need DNS",
  "AWS::Logs::LogGroup": "logs are in the console's ring",
  "AWS::Logs::MetricFilter": "no metrics service on a laptop",
  "AWS::CloudWatch::Alarm": "no metrics service on a laptop; the console shows the same figures",
  "AWS::CloudWatch::Dashboard": "the console page takes its place",
  "AWS::SNS::Topic": "alarms' topic; alarms do not run here",
  "AWS::SNS::Subscription": "alarms' topic; alarms do not run here",
  "AWS::SNS::TopicPolicy": "alarms' topic; alarms do not run here",
  "AWS::S3::Bucket": "holds the site's files and access logs; product media live in R2",
  "AWS::S3::BucketPolicy": "holds the site's files and access logs; product media live in R2",
  "AWS::CloudFront::Distribution": "the site is served by its server function directly",
  "AWS::CloudFront::Function": "the site is served by its server function directly",
  "AWS::CloudFront::CachePolicy": "the site is served by its server function directly",
  "AWS::CloudFront::ResponseHeadersPolicy": "the site is served by its server function directly",
  "AWS::CloudFront::OriginRequestPolicy": "the site is served by its server function directly",
  "AWS::CloudFront::OriginAccessControl": "the site is served by its server function directly",
  "AWS::CloudFront::CloudFrontOriginAccessIdentity": "the site is served by its server function directly",
  "AWS::KMS::Key": "nothing is encrypted at rest on a laptop",
  "AWS::KMS::Alias": "nothing is encrypted at rest on a laptop",
  "AWS::SES::EmailIdentity": "mail goes to the sandbox",
  "AWS::CDK::Metadata": "usage statistics of CDK",
  "AWS::CloudFormation::CustomResource": "SST's and CDK's own deployment helpers",
  "Custom::SSTScript": "the migrator is invoked once before the doors open",
};

/** SST's and CDK's helpers come under many `Custom::` names; each only matters to a real deployment. */
export function idleReason(type: string): string | undefined {
  const reason = idleTypes[type];
  if (reason) return reason;
  return type.startsWith("Custom::") ? "a deployment helper of SST or CDK" : undefined;
}

export function unknownTypes(types: string[]): string[] {
  const run = new Set<string>(runTypes);
  return [...new Set(types)].filter((type) => !run.has(type) && !idleReason(type)).sort();
}
