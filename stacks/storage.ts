import { Config, type StackContext } from "sst/constructs";

/**
 * Product media live in Cloudflare R2, for which CloudFormation has no resource: this stack owns its secret
 * (R2_ENDPOINT, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY, R2_BUCKET, R2_PUBLIC_BUCKET, R2_PUBLIC_URL) and
 * says under which name the public bucket's CDN is expected to answer.
 */
export function Storage({ stack }: StackContext) {
  const secret = new Config.Secret(stack, "Storage");
  stack.addOutputs({ CdnName: process.env.CDN_NAME || `media.${stack.stage}.vixenbliss.invalid` });
  return { secret };
}
