/** Reads the HTTP APIs and function URLs of the templates. */

import { z } from "zod";
import type { LambdaPool } from "../lambda/pool.ts";
import type { Resources } from "../template/resource.ts";
import { type Cors, corsSchema } from "./cors.ts";
import type { Route } from "./route.ts";

const routeSchema = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.string().default("NONE"),
});
const integrationSchema = z.object({
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.string().default("2.0"),
});
const urlSchema = z.object({
  TargetFunctionArn: z.string(),
  AuthType: z.string(),
  Cors: z.unknown().optional(),
});

export type FunctionUrl = { slug: string; functionArn: string; isIamAuthorized: boolean };
export type HttpShape = { routes: Route[]; urls: FunctionUrl[]; cors: Cors | undefined; problems: string[] };

export function readHttp(resources: Resources, pool: LambdaPool): HttpShape {
  const problems: string[] = [];
  const integrations = new Map(
    resources.ofType("AWS::ApiGatewayV2::Integration").map((one) => [one.logicalId, one]),
  );
  const routes: Route[] = [];
  for (const resource of resources.ofType("AWS::ApiGatewayV2::Route")) {
    const { ApiId, RouteKey, Target, AuthorizationType } = routeSchema.parse(resource.properties);
    const integration = integrations.get(Target.split("/").at(-1) ?? "");
    const parsed = integrationSchema.safeParse(integration?.properties);
    // Either the function's ARN or API Gateway's path to it.
    const reference = parsed.data?.IntegrationUri.match(/arn:aws:lambda:[^/]+:function:[^/]+/)?.[0];
    const lambda = reference ? pool.find(reference) : undefined;
    if (!lambda) problems.push(`route ${RouteKey}: no Lambda integration that the laptop can call`);
    else if (parsed.data?.PayloadFormatVersion !== "2.0")
      problems.push(`route ${RouteKey}: payload format 1.0 is not served`);
    else if (!["NONE", "AWS_IAM"].includes(AuthorizationType)) {
      problems.push(`route ${RouteKey}: authorization ${AuthorizationType} is not served`);
    } else {
      const isIamAuthorized = AuthorizationType === "AWS_IAM";
      routes.push({ key: RouteKey, functionArn: lambda.arn, isIamAuthorized, apiId: ApiId });
    }
  }
  const urls: FunctionUrl[] = [];
  for (const resource of resources.ofType("AWS::Lambda::Url")) {
    const { TargetFunctionArn, AuthType } = urlSchema.parse(resource.properties);
    const lambda = pool.find(TargetFunctionArn);
    if (lambda)
      urls.push({ slug: lambda.slug, functionArn: lambda.arn, isIamAuthorized: AuthType === "AWS_IAM" });
    else problems.push(`${resource.path}: its function is not in the assembly`);
  }
  const apis = resources.ofType("AWS::ApiGatewayV2::Api");
  if (apis.length > 1)
    problems.push(`${apis.length} HTTP APIs share one port; the first one's CORS rules apply to all`);
  const configured = corsSchema.safeParse(apis[0]?.properties.CorsConfiguration);
  return { routes, urls, cors: configured.success ? configured.data : undefined, problems };
}
