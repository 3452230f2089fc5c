import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { setting } from "./config.ts";
import { messageOf } from "./error.ts";
import { log } from "./log.ts";

let client: DynamoDBClient | undefined;

// A hint is worth less than a quick answer: without one by then the work is done, maybe a second time.
const patienceMs = 200;

/**
 * Remembers `key` for some seconds, in one conditional write: of many who ask at once, one is the first.
 * @returns whether it was remembered already. Fails open: false without an answer.
 */
export async function wasSeen(key: string, seconds: number): Promise<boolean> {
  const now = Math.ceil(Date.now() / 1000);
  // DynamoDB deletes what has expired when it has time, up to two days later.
  return openly(key, now + seconds, { ":now": { N: String(now) } });
}

/** Forgets `key`: what it stood for did not come about. Fails open: without an answer it may stay remembered. */
export async function forget(key: string): Promise<void> {
  await openly(key, 0);
}

function connected(): DynamoDBClient {
  client ??= new DynamoDBClient({ maxAttempts: 1 });
  return client;
}

async function openly(
  key: string,
  expiresAt: number,
  unlessAfter?: { ":now": { N: string } },
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: setting("LIMITS_TABLE_NAME"),
    Key: { key: { S: key } },
    UpdateExpression: "set expires_at = :expires",
    ...(unlessAfter && { ConditionExpression: "attribute_not_exists(expires_at) or expires_at <= :now" }),
    ExpressionAttributeValues: { ":expires": { N: String(expiresAt) }, ...unlessAfter },
  });
  try {
    await connected().send(command, { abortSignal: AbortSignal.timeout(patienceMs) });
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return true;
    // Open on purpose: whoever asks survives doing its work twice.
    log.warn("hint_unavailable", { reason: messageOf(error) });
  }
  return false;
}
