import { mkdirSync } from "node:fs";
import { buildApp } from "fauxqs";

export type StoreRequest = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Buffer;
};
export type StoreResponse = { status: number; headers: Record<string, string>; body: Buffer };
export type BucketStore = { send(request: StoreRequest): Promise<StoreResponse>; close(): Promise<void> };

type Store = { persistence: unknown };
type Persistence = { loadS3(store: Store): void; close(): void };

/**
 * The S3 emulator without a port of its own: it verifies no signature, so nothing but the guard may reach it.
 * Its file persistence is not among its exports, hence the look into its folder.
 */
export async function openBucketStore(directory: string): Promise<BucketStore> {
  mkdirSync(directory, { recursive: true });
  const inside = (file: string) => import(new URL(file, import.meta.resolve("fauxqs")).href);
  const { S3Store } = (await inside("./s3/s3Store.js")) as { S3Store: new () => Store };
  const { FileS3Persistence } = (await inside("./s3/fileS3Persistence.js")) as {
    FileS3Persistence: new (directory: string) => Persistence;
  };
  const { SqsStore } = (await inside("./sqs/sqsStore.js")) as { SqsStore: new () => unknown };
  const { SnsStore } = (await inside("./sns/snsStore.js")) as { SnsStore: new () => unknown };
  const store = new S3Store();
  const persistence = new FileS3Persistence(directory);
  persistence.loadS3(store);
  store.persistence = persistence;
  const app = buildApp({
    logger: false,
    stores: { s3Store: store, sqsStore: new SqsStore(), snsStore: new SnsStore() } as never,
  });
  await app.ready();
  return {
    send: async ({ method, url, headers = {}, body }) => {
      const answer = await app.inject({
        method: method as "GET",
        url,
        headers: { ...headers, host: "127.0.0.1" },
        ...(body && body.length > 0 ? { payload: body } : {}),
      });
      const kept = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(kept) as Record<string, string>,
        body: answer.rawPayload,
      };
    },
    close: async () => {
      await app.close();
      persistence.close();
    },
  };
}
