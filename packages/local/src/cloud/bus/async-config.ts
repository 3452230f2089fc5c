/** How a function's asynchronous calls are retried, and where they go when all attempts failed. */

import { z } from "zod";
import type { LambdaPool } from "../lambda/pool.ts";
import type { Resource } from "../template/resource.ts";
import type { AsyncConfig } from "./courier.ts";

const propertiesSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().default(2),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
});

export function readAsyncConfigs(
  resources: Resource[],
  pool: LambdaPool,
): (functionArn: string) => AsyncConfig {
  const configs = new Map<string, AsyncConfig>();
  for (const lambda of pool.functions) {
    configs.set(lambda.arn, { maximumRetries: 2, onFailureArn: lambda.deadLetterArn });
  }
  for (const resource of resources) {
    const properties = propertiesSchema.parse(resource.properties);
    const lambda = pool.find(properties.FunctionName);
    if (!lambda) continue;
    configs.set(lambda.arn, {
      maximumRetries: properties.MaximumRetryAttempts,
      onFailureArn: properties.DestinationConfig?.OnFailure?.Destination ?? lambda.deadLetterArn,
    });
  }
  return (functionArn) => configs.get(functionArn) ?? { maximumRetries: 2, onFailureArn: undefined };
}
