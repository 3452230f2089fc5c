import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError } from "@vixen/core/kit/error.ts";
import { ReplicateWebhook } from "@vixen/core/webhook";

export type WebhookDoor = {
  url: string;
  /** While shut, every webhook is answered 503, as when our function is down. */
  door: { isOpen: boolean };
};

/** Where the sandbox delivers its webhooks: the product's own receiver behind a plain HTTP server. */
export async function startWebhookDoor(): Promise<WebhookDoor> {
  const door = { isOpen: true };
  const server = createServer((request, response) => {
    const receive = async () => {
      let body = "";
      for await (const chunk of request) body += chunk;
      if (!door.isOpen) return 503;
      const query = Object.fromEntries(new URL(request.url ?? "", "http://local").searchParams);
      await ReplicateWebhook.receive({ headers: request.headers as Record<string, string>, query, body });
      return 200;
    };
    receive().then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => response.writeHead(error instanceof AppError ? error.status : 500).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/replicate`,
    door,
  };
}
