import { type NagPackSuppression, NagSuppressions } from "cdk-nag";
import type { App } from "sst/constructs";

const sstRuntime: NagPackSuppression = {
  id: "AwsSolutions-L1",
  reason: "SST's own function: its runtime is set inside SST and moves with SST's version.",
};
const sstRole: NagPackSuppression = {
  id: "AwsSolutions-IAM4",
  reason: "SST's own function: its role is AWSLambdaBasicExecutionRole, set inside SST.",
};
const wildcard = (reason: string): NagPackSuppression => ({ id: "AwsSolutions-IAM5", reason });

/**
 * What cdk-nag says of constructs SST makes for itself, excused by path. Findings about our own resources are
 * excused where those are made, one by one.
 */
export function excuseFrameworkFindings(app: App) {
  const excuse = (stack: string, path: string, ...reasons: NagPackSuppression[]) => {
    const id = app.logicalPrefixedName(stack);
    const construct = app.node.tryFindChild(id)?.node.tryFindChild(path.split("/")[0] ?? "");
    if (!construct) return; // the site's stack is left out of fast builds
    NagSuppressions.addResourceSuppressionsByPath(
      construct.node.scope as never,
      `/${id}/${path}`,
      reasons,
      true,
    );
  };
  for (const stack of ["Secrets", "Storage", "Web"])
    excuse(stack, "CustomResourceHandler", sstRuntime, sstRole);
  excuse(
    "Database",
    "Migrate/ScriptHandler",
    sstRuntime,
    sstRole,
    wildcard("SST's Script invokes the migrator in any of its versions: `<function>:*`."),
  );
}
