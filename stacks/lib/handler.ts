import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { NagSuppressions } from "cdk-nag";
import { type Config, type FunctionProps, Function as Lambda, type StackContext } from "sst/constructs";
import type { Access } from "./access.ts";
import { bundle } from "./bundle.ts";
import { registryOf } from "./registry.ts";
import { sharpFiles } from "./sharp.ts";
import { isLaptop, isPermanent, serviceName } from "./stage.ts";

interface Options {
  timeoutSeconds: number;
  secrets?: Config.Secret[];
  access?: Access[];
  memoryMegabytes?: number;
  /** sharp is a native module: esbuild leaves it out and its packages travel beside the bundle. */
  usesSharp?: boolean;
  /** Code behind a dynamic import is a file of its own, which a cold start does not load. */
  isSplit?: boolean;
  extra?: Pick<FunctionProps, "url" | "copyFiles" | "enableLiveDev" | "diskSize">;
}

/**
 * The one way to make a function: `handler(context, "avatar/train-lora", …)` is
 * `packages/functions/src/avatar/train-lora.handler`, and nobody else's defaults apply to it.
 */
export function handler({ app, stack }: StackContext, path: string, options: Options): Lambda {
  const name = path.replaceAll("/", "-");
  const functionName = app.logicalPrefixedName(name);
  const access = options.access ?? [];
  const id = pascalCase(name);
  const logGroup = new LogGroup(stack, `${id}Logs`, {
    logGroupName: `/${app.name}/${app.stage}/${path}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: isPermanent(app) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  // In place of AWSLambdaBasicExecutionRole, which may write to every log group of the account.
  role.addToPolicy(
    new PolicyStatement({
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logGroup.logGroupArn],
    }),
  );
  const lambda = new Lambda(stack, id, {
    handler: `packages/functions/src/${path}.handler`,
    functionName,
    runtime: "nodejs24.x",
    architecture: "arm_64",
    memorySize: options.memoryMegabytes ?? 1024,
    timeout: options.timeoutSeconds,
    tracing: "active",
    role,
    logGroup,
    environment: {
      STAGE: app.stage,
      POWERTOOLS_SERVICE_NAME: serviceName(app),
      // Stack traces name the source; costs some 10 ms at a cold start.
      NODE_OPTIONS: "--enable-source-maps",
      LOG_LEVEL: isPermanent(app) ? "info" : "debug",
      ...Object.assign({}, ...access.map(({ environment }) => environment)),
    },
    permissions: access.flatMap(({ permissions }) => permissions),
    bind: options.secrets ?? [],
    nodejs: {
      format: "esm",
      minify: true,
      // The laptop's workers read none, and writing them is a third of a build.
      sourcemap: !isLaptop(app),
      splitting: options.isSplit ?? false,
      // SST has an esbuild of its own, whose types differ in what we do not use.
      esbuild: bundle as unknown as NonNullable<FunctionProps["nodejs"]>["esbuild"],
    },
    ...options.extra,
    copyFiles: [...(options.extra?.copyFiles ?? []), ...(options.usesSharp ? sharpFiles() : [])],
  });
  // Nobody binds a function, so SST need not publish its name as a parameter.
  (lambda as { _doNotAllowOthersToBind?: boolean })._doNotAllowOthersToBind = true;
  excuseRole(role, path, access);
  registryOf(app).functionNames.push(functionName);
  if (options.extra?.url) registryOf(app).doorNames.push(functionName);
  return lambda;
}

/** `train-lora` → `TrainLora`, the form of construct ids and of a state machine's substitutions. */
export const pascalCase = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());

/** Wildcards for which AWS offers nothing narrower. Any other wildcard stays a finding. */
function excuseRole(role: Role, path: string, access: Access[]) {
  NagSuppressions.addResourceSuppressions(
    role,
    [
      {
        id: "AwsSolutions-IAM5",
        reason: `${path}: X-Ray's write actions accept no resource.`,
        appliesTo: ["Resource::*"],
      },
      ...access.flatMap(({ wildcards = [] }) => wildcards),
    ],
    true,
  );
}
