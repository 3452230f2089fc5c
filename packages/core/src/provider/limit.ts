import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
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
  const { windowMs, cost = 1 } = options;
  const now = Date.now();
  const window = Math.floor(now / windowMs);
  const answer = await connect().send(
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

// Replicate takes 600 creations a minute, trainings among them. As many as the largest batch has may come at once,
// and with what flows in no minute sees more than 600, wherever it begins.
const creations = { size: 200, perMinute: 400 };

/**
 * Takes one of the creations that Replicate allows, of a bucket that all workers share. Fails open: the provider
 * itself answers 429 when we counted wrong.
 * @returns 0 when there was one, otherwise the milliseconds to wait before asking again.
 */
export async function replicateCreation(): Promise<number> {
  try {
    const waitMs = await take("replicate.create", creations);
    // Spread, so that those who wait do not all come back for the same place.
    return waitMs === 0 ? 0 : waitMs + Math.ceil(Math.random() * scaled({ seconds: 5 }));
  } catch {
    // Open on purpose, as said above: losing the counter must not stop work the provider would accept.
    return 0;
  }
}

/**
 * Takes a place out of a bucket of `size` that fills evenly. The item keeps the moment at which it is full again:
 * each place moves that on by one interval, by one conditional write without reading first, so that many workers
 * at once do not undo each other.
 * @returns 0, or the milliseconds until there is a place.
 */
export async function take(
  key: string,
  { size, perMinute }: { size: number; perMinute: number },
): Promise<number> {
  const intervalMs = scaled({ minutes: 1 }) / perMinute;
  for (;;) {
    const now = Date.now();
    const latest = now + (size - 1) * intervalMs;
    const numbers = { now, latest, interval: intervalMs, next: now + intervalMs };
    const isTaken =
      (await moveOn(key, "full_at = full_at + :interval", "full_at between :now and :latest", numbers)) ||
      (await moveOn(key, "full_at = :next", "attribute_not_exists(full_at) or full_at < :now", numbers));
    if (isTaken) return 0;
    const answer = await connect().send(
      new GetItemCommand({
        TableName: setting("LIMITS_TABLE_NAME"),
        Key: { key: { S: key } },
        ConsistentRead: true,
      }),
    );
    const waitMs = Math.ceil(Number(answer.Item?.full_at?.N ?? 0) - latest);
    // Otherwise another worker wrote between our two tries, and there is a place after all.
    if (waitMs > 0) return waitMs;
  }
}

async function moveOn(
  key: string,
  change: string,
  condition: string,
  numbers: Record<"now" | "latest" | "interval" | "next", number>,
): Promise<boolean> {
  const used = Object.entries(numbers).filter(([name]) => `${change} ${condition}`.includes(`:${name}`));
  try {
    await connect().send(
      new UpdateItemCommand({
        TableName: setting("LIMITS_TABLE_NAME"),
        Key: { key: { S: key } },
        UpdateExpression: `set ${change}, expires_at = :expires`,
        ConditionExpression: condition,
        ExpressionAttributeValues: {
          ...Object.fromEntries(used.map(([name, value]) => [`:${name}`, { N: String(value) }])),
          ":expires": { N: String(Math.ceil(numbers.latest / 1000) + 3_600) },
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

function connect(): DynamoDBClient {
  client ??= new DynamoDBClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } });
  return client;
}
