import { createHash } from "node:crypto";
import type { Frame } from "../frame/frame.ts";
import type { SandboxResponse } from "../frame/provider.ts";
import { hexAlphabet, token } from "../frame/seeded.ts";
import type { PictureOrder } from "../picture/render.ts";
import type { PictureStore } from "../picture/store.ts";
import { weightsTar } from "./weights.ts";

type Content = { picture: PictureOrder } | { weights: string };
type Delivery = { name: string; content: Content; expiresAt: number };

const types: Record<string, string> = {
  jpg: "image/jpeg",
  webp: "image/webp",
  png: "image/png",
  tar: "application/x-tar",
};

/** Nominal: outputs vanish one hour after completion. */
export const keepMs = 3600_000;

/** Output files, `…/replicate/delivery/<token>/out-0.jpg`: public to whoever knows the token, for an hour. */
export function createDeliveries(frame: Frame, pictures: PictureStore) {
  frame.database.exec(
    "create table if not exists replicate_deliveries (token text primary key, delivery text)",
  );
  const save = frame.database.prepare(
    "insert or replace into replicate_deliveries (token, delivery) values (?, ?)",
  );
  const one = frame.database.prepare("select delivery from replicate_deliveries where token = ?");
  return {
    /** The URL of a file that exists from now on. */
    publish(jobId: string, name: string, content: Content): string {
      const key = token(48, hexAlphabet, frame.seed, jobId, name);
      const delivery: Delivery = { name, content, expiresAt: Date.now() + frame.clock.scale(keepMs) };
      save.run(key, JSON.stringify(delivery));
      return `${frame.urls.url}/replicate/delivery/${key}/${name}`;
    },
    async get(path: string): Promise<SandboxResponse> {
      const [, , key = "", name = ""] = path.split("/");
      const row = one.get(key);
      const delivery = row && (JSON.parse(String(row.delivery)) as Delivery);
      if (!delivery || delivery.name !== name || Date.now() > delivery.expiresAt) {
        return { status: 404, headers: { "content-type": "text/plain" }, body: Buffer.from("Not found\n") };
      }
      const { content } = delivery;
      const bytes = "picture" in content ? await pictures.get(content.picture) : weightsTar(content.weights);
      const etag = createHash("md5").update(bytes).digest("hex");
      const type = types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
      return { status: 200, headers: { "content-type": type, etag: `"${etag}"` }, body: bytes };
    },
  };
}
export type Deliveries = ReturnType<typeof createDeliveries>;
