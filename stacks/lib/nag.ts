import { type NagPackSuppression, NagSuppressions } from "cdk-nag";
import type { App, Stack } from "sst/constructs";

const runtime: NagPackSuppression = {
  id: "AwsSolutions-L1",
  reason: "The runtime of SST's own function is set inside SST and moves with SST's version.",
};
const basicRole: NagPackSuppression = {
  id: "AwsSolutions-IAM4",
  reason: "SST gives its own function AWSLambdaBasicExecutionRole; no property replaces it.",
};
const wildcard = (reason: string): NagPackSuppression => ({ id: "AwsSolutions-IAM5", reason });

const excuses: Record<string, Record<string, NagPackSuppression[]>> = {
  Secrets: { CustomResourceHandler: [runtime, basicRole] },
  Storage: { CustomResourceHandler: [runtime, basicRole] },
  Database: {
    "Migrate/ScriptHandler": [
      runtime,
      basicRole,
      wildcard("SST's Script invokes the migrator in any of its versions: `<function>:*`."),
    ],
  },
  Web: {
    CustomResourceHandler: [runtime, basicRole],
    // The identifier is CDK's for its one function that sets log retention, used by SsrFunction.
    LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a: [
      basicRole,
      wildcard("CDK's log retention function serves every log group of the stack."),
    ],
    "web/S3Bucket": [
      {
        id: "AwsSolutions-S1",
        reason: "Holds the built site alone, which everybody may read through the CDN.",
      },
    ],
    "web/S3AssetUploaderPolicy": [
      wildcard("SST copies the built site from and to buckets, whatever its files."),
    ],
    "web/defaultServerFunction": [
      runtime,
      basicRole,
      wildcard(
        "SST grants the server function its asset bucket's objects, X-Ray and the revalidation table.",
      ),
    ],
    "web/ImageFunction": [
      runtime,
      basicRole,
      wildcard("SST grants `s3:*`; the site's images are unoptimized."),
    ],
    "web/WarmerFunction": [runtime, basicRole],
    "web/RevalidationFunction": [runtime, basicRole],
    "web/RevalidationQueue": [
      {
        id: "AwsSolutions-SQS3",
        reason: "SST always makes this queue; no page is cached, so it stays empty.",
      },
      {
        id: "AwsSolutions-SQS4",
        reason: "SST always makes this queue; no page is cached, so it stays empty.",
      },
    ],
    "web/Distribution": [
      { id: "AwsSolutions-CFR1", reason: "The site has no reason to refuse a country." },
      {
        id: "AwsSolutions-CFR2",
        reason:
          "What managed rules would look for is refused behind it: every input by its schema, guessed passwords " +
          "by account and address, floods by the gateway's and the API's own limits.",
      },
      { id: "AwsSolutions-CFR3", reason: "Pages are logged by the server function, API calls by the API." },
      {
        id: "AwsSolutions-CFR4",
        reason: "CloudFront's own certificate allows nothing else; a domain of ours will.",
      },
      {
        id: "AwsSolutions-CFR7",
        reason: "SST guards its private bucket with the older origin access identity.",
      },
    ],
  },
};

/**
 * What cdk-nag says of constructs that SST and CDK make for themselves, excused by path. Findings about our own
 * resources are excused where those are made, one by one. A path that no longer exists throws.
 */
export function excuseFrameworkFindings(app: App) {
  for (const [name, paths] of Object.entries(excuses)) {
    const id = app.logicalPrefixedName(name);
    const stack = app.node.tryFindChild(id) as Stack | undefined;
    if (!stack) continue; // a build without the site
    for (const [path, suppressions] of Object.entries(paths)) {
      NagSuppressions.addResourceSuppressionsByPath(stack, `/${id}/${path}`, suppressions, true);
    }
  }
}
