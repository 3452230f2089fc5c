import { NagSuppressions } from "cdk-nag";
import { Api as HttpApi, type StackContext, use } from "sst/constructs";
import { Avatar } from "./avatar.ts";
import { Bus } from "./bus.ts";
import { Content } from "./content.ts";
import { Generation } from "./generation.ts";
import { limitWith, publishTo, sendTo, variables } from "./lib/access.ts";
import { handler } from "./lib/handler.ts";
import { webOrigin } from "./lib/stage.ts";
import { Secrets } from "./secrets.ts";
import { Storage } from "./storage.ts";
import { Webhooks } from "./webhooks.ts";

/** API Gateway gives up after 30 s; a function that ends sooner can still say what went wrong. */
const TIMEOUT_SECONDS = 28;

export function Api(context: StackContext) {
  const { stack } = context;
  const { Database, Auth, Site, OpenAi, Anthropic } = use(Secrets);
  const { secret: storage } = use(Storage);
  const { bus, limits } = use(Bus);
  const { receiveReplicate } = use(Webhooks);
  const main = handler(context, "api/main", {
    timeoutSeconds: TIMEOUT_SECONDS,
    secrets: [Database, Auth, Site, storage],
    access: [
      limitWith(limits),
      sendTo(use(Generation).generation),
      sendTo(use(Avatar).avatarRemoval),
      sendTo(use(Avatar).identityCheck),
      sendTo(use(Content).hook),
      sendTo(use(Content).batchCancel),
      sendTo(use(Content).contentExport),
      sendTo(use(Content).piecePlace),
      publishTo(bus),
      variables({ WEB_ORIGIN: webOrigin() }),
    ],
    isSplit: true,
  });
  const internal = handler(context, "api/internal", {
    timeoutSeconds: TIMEOUT_SECONDS,
    secrets: [Database, OpenAi, Anthropic],
    isSplit: true,
  });
  const api = new HttpApi(stack, "api", {
    cors: {
      allowOrigins: webOrigin().split(","),
      allowMethods: ["GET", "POST", "PATCH", "DELETE"],
      allowHeaders: ["authorization", "content-type", "idempotency-key", "if-none-match"],
      exposeHeaders: [
        "etag",
        "location",
        "idempotent-replayed",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
        "retry-after",
        "x-next-cursor",
        "x-request-id",
      ],
      maxAge: "2 hours",
    },
    accessLog: { retention: "three_months" },
    // A ceiling for the whole account's API; each caller's own limit is the application's.
    defaults: { throttle: { rate: 500, burst: 1000 } },
    routes: {
      "ANY /api/v1/{proxy+}": main,
      "GET /health": main,
      "POST /internal/{proxy+}": { function: internal, authorizer: "iam" },
      "POST /webhooks/replicate": receiveReplicate,
    },
  });
  NagSuppressions.addResourceSuppressions(
    api,
    [
      {
        id: "AwsSolutions-APIG4",
        reason:
          "Public by design: /health says nothing, /webhooks verifies the provider's signature, and /api/v1 " +
          "verifies the bearer JWT in the function, where refresh, revocation and tenant are known.",
      },
    ],
    true,
  );
  stack.addOutputs({ ApiUrl: api.url });
  return { api };
}
