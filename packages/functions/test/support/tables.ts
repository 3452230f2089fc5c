import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";

export type Tables = {
  url: string;
  /** An empty table of limits; answers its name. */
  create(): Promise<string>;
};

/** Tables of limits in memory. */
export async function startTables(): Promise<Tables> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let tables = 0;
  return {
    url,
    async create() {
      const name = `limits-${++tables}`;
      const client = new DynamoDBClient({
        endpoint: url,
        region: "eu-west-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
      });
      await client.send(
        new CreateTableCommand({
          TableName: name,
          KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
          BillingMode: "PAY_PER_REQUEST",
        }),
      );
      client.destroy();
      return name;
    },
  };
}
