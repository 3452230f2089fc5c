import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { scaled } from "../kit/clock.ts";
import { setting } from "../kit/config.ts";

let client: DynamoDBClient | undefined;

/**
 * Counts `cost` against `key` in the current window, shared by all workers.
 * Throws when the table cannot be reached; the caller decides whether that opens or closes the door.
 * @returns the count so far in this window and the milliseconds until the next one.
 */
export async function count(
  key: string,
  options: { windowMs: number; cost?: number },
): Promise<{ used: number; resetsInMs: number }> {
  client ??= new DynamoDBClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } });
  const { windowMs, cost = 1 } = options;
  const now = Date.now();
  const window = Math.floor(now / windowMs);
  const answer = await client.send(
    new UpdateItemCommand({
      TableName: setting("LIMITS_TABLE_NAME"),
      Key: { key: { S: `${key}#${window}` } },
      UpdateExpression: "add used :cost set expires_at = :expires",
      ExpressionAttributeValues: {
        ":cost": { N: String(cost) },
        ":expires": { N: String(Math.ceil((now + 2 * windowMs) / 1000)) },
      },
      ReturnValues: "UPDATED_NEW",
    }),
  );
  return { used: Number(answer.Attributes?.used?.N ?? 0), resetsInMs: (window + 1) * windowMs - now };
}

/**
 * Takes a place in Replicate's 600 creations a minute, which all workers share. Fails open: the provider
 * itself answers 429 when we counted wrong.
 * @returns 0 when there is a place, otherwise the milliseconds to wait for the next window.
 */
export async function replicateCreation(): Promise<number> {
  try {
    const { used, resetsInMs } = await count("replicate.create", { windowMs: scaled({ minutes: 1 }) });
    return used <= 600 ? 0 : resetsInMs;
  } catch {
    // Open on purpose, as said above: losing the counter must not stop work the provider would accept.
    return 0;
  }
}
