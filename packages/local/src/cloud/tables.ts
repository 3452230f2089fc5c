/** DynamoDB tables on disk, and the sweeper that deletes expired items (dynalite has no TTL). */

import type { AddressInfo } from "node:net";
import { join } from "node:path";
import dynalite from "dynalite";
import { z } from "zod";
import { forward } from "./sdk/forward.ts";
import type { SdkAnswer } from "./sdk/wire.ts";
import type { Resource } from "./template/resource.ts";

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));

const propertiesSchema = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: z.unknown() }))
    .optional(),
  TimeToLiveSpecification: z
    .object({ AttributeName: z.string().optional(), Enabled: z.coerce.boolean() })
    .optional(),
});

const scanSchema = z.object({
  Items: z.array(z.record(z.string(), z.unknown())).default([]),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
});

export type Tables = {
  forwardSdk(operation: string, body: Buffer): Promise<SdkAnswer>;
  sweep(): Promise<number>;
  stop(): Promise<void>;
};

export async function startTables(resources: Resource[], directory: string, region: string): Promise<Tables> {
  const server = dynalite({ path: join(directory, "tables"), createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  // dynalite only wants the header to be there; it checks neither key nor signature.
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    authorization: `AWS4-HMAC-SHA256 Credential=local/20000101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
    "x-amz-date": "20000101T000000Z",
  };

  const underWay = new Set<Promise<SdkAnswer>>();
  let isStopped = false;

  async function post(operation: string, body: Buffer | string): Promise<SdkAnswer> {
    if (isStopped) throw new Error("The tables are closed.");
    const target = { "x-amz-target": `DynamoDB_20120810.${operation}` };
    const call = forward({ method: "POST", url, headers: { ...headers, ...target }, body });
    underWay.add(call);
    try {
      return await call;
    } finally {
      underWay.delete(call);
    }
  }

  async function call(operation: string, body: unknown): Promise<unknown> {
    const answer = await post(operation, JSON.stringify(body));
    if (answer.status !== 200) throw new Error(`${operation}: ${answer.body.toString()}`);
    return JSON.parse(answer.body.toString()) as unknown;
  }

  const existing = z
    .object({ TableNames: z.array(z.string()) })
    .parse(await call("ListTables", {})).TableNames;
  const expiring: { name: string; attribute: string; keys: string[] }[] = [];
  for (const resource of resources) {
    const properties = propertiesSchema.parse(resource.properties);
    const {
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
      TimeToLiveSpecification: ttl,
    } = properties;
    const definition = {
      TableName: resource.name,
      AttributeDefinitions,
      KeySchema,
      BillingMode: "PAY_PER_REQUEST",
    };
    if (!existing.includes(resource.name)) {
      await call("CreateTable", {
        ...definition,
        ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes } : {}),
      });
    }
    if (ttl?.Enabled && ttl.AttributeName) {
      const keys = KeySchema.map((key) => key.AttributeName);
      expiring.push({ name: resource.name, attribute: ttl.AttributeName, keys });
    }
  }

  async function sweepTable({ name, attribute, keys }: (typeof expiring)[number]): Promise<number> {
    const page = scanSchema.parse(
      await call("Scan", {
        TableName: name,
        FilterExpression: "#ttl < :now",
        ExpressionAttributeNames: { "#ttl": attribute },
        ExpressionAttributeValues: { ":now": { N: String(Math.floor(Date.now() / 1000)) } },
      }),
    );
    for (const item of page.Items) {
      const Key = Object.fromEntries(keys.map((key) => [key, item[key]]));
      await call("DeleteItem", { TableName: name, Key });
    }
    return page.Items.length;
  }

  const sweep = async () => {
    let deleted = 0;
    for (const table of expiring) deleted += await sweepTable(table);
    return deleted;
  };
  // AWS promises "within days"; readers must look at the attribute themselves anyway.
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => console.error("sweeping expired items:", error));
  }, 60_000);
  timer.unref();

  return {
    forwardSdk: post,
    sweep,
    async stop() {
      clearInterval(timer);
      isStopped = true;
      // dynalite throws outside of any request when its files close under one.
      await Promise.allSettled(underWay);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
