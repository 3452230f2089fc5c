import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { setting } from "./config.ts";
import { messageOf } from "./error.ts";
import { log } from "./log.ts";

let client: DynamoDBClient | undefined;

// A hint is worth less than a quick answer: without one by then the work is done, maybe a second time.
const patienceMs = 200;

/** Whether `key` was remembered, and not so long ago that it was to be forgotten. Fails open: false without an answer. */
export async function isRemembered(key: string): Promise<boolean> {
  const found = await openly(async (table, abortSignal) => {
    const command = new GetItemCommand({ TableName: table, Key: { key: { S: key } } });
    return (await connected().send(command, { abortSignal })).Item;
  });
  // DynamoDB deletes what has expired when it has time, up to two days later.
  return Number(found?.expires_at?.N ?? 0) > Date.now() / 1000;
}

/** Remembers `key` for some seconds. Fails open: without an answer it may be forgotten at once. */
export async function remember(key: string, seconds: number): Promise<void> {
  await openly((table, abortSignal) => {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { key: { S: key } },
      UpdateExpression: "set expires_at = :expires",
      ExpressionAttributeValues: { ":expires": { N: String(Math.ceil(Date.now() / 1000) + seconds) } },
    });
    return connected().send(command, { abortSignal });
  });
}

function connected(): DynamoDBClient {
  client ??= new DynamoDBClient({ maxAttempts: 1 });
  return client;
}

async function openly<T>(
  ask: (table: string, abortSignal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const table = setting("LIMITS_TABLE_NAME");
  try {
    return await ask(table, AbortSignal.timeout(patienceMs));
  } catch (error) {
    // Open on purpose: whoever asks survives doing its work twice.
    log.warn("hint_unavailable", { reason: messageOf(error) });
    return undefined;
  }
}
