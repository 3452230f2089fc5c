/** The services behind the front door: which action on which resource a request is, and what answers it. */

import { z } from "zod";
import { type Bus, busName, putEventsSchema } from "../bus/bus.ts";
import type { Courier } from "../bus/courier.ts";
import type { LambdaPool } from "../lambda/pool.ts";
import { type Queues, queueNameOf } from "../queue/queues.ts";
import type { Parameters } from "../secrets.ts";
import type { Machines } from "../states/machines.ts";
import type { TaskTokens } from "../states/task-tokens.ts";
import type { Tables } from "../tables.ts";
import type { Place } from "../template/names.ts";
import { forward } from "./forward.ts";
import type { RequestContext } from "./policy.ts";
import { statesService } from "./states-service.ts";
import { jsonAnswer, type SdkAnswer, type SdkRequest, ServiceError } from "./wire.ts";

/** What the caller must be allowed to do; all of them, or any one where `any` is set. */
export type Needs = {
  actions: { action: string; resource: string }[];
  any?: boolean;
  context?: RequestContext;
};
export type Call = { needs: Needs; run: () => Promise<SdkAnswer> | SdkAnswer };
export type Service = (request: SdkRequest) => Call;

export type Backends = {
  place: Place;
  queues: Queues;
  tables: Tables;
  bus: Bus;
  courier: Courier;
  machines: Machines;
  tokens: TaskTokens;
  parameters: Parameters;
  pool: LambdaPool;
  rekognitionUrl: string | undefined;
  emailUrl: string | undefined;
};

export const jsonBody = (request: SdkRequest): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(request.body.toString() || "{}"));

const one = (action: string, resource: string): Needs => ({ actions: [{ action, resource }] });

/** Batches are the single action's right: there is no `sqs:SendMessageBatch` in IAM. */
function sqs({ queues, place }: Backends): Service {
  return (request) => {
    const body = jsonBody(request);
    const name = queueNameOf(String(body.QueueUrl ?? body.QueueName ?? "*"));
    const action = `sqs:${request.operation.replace(/Batch$/, "")}`;
    return {
      needs: one(action, `arn:aws:sqs:${place.region}:${place.account}:${name}`),
      run: () => queues.forwardSdk(request.operation, request.headers, request.body),
    };
  };
}

function dynamodb({ tables, place }: Backends): Service {
  return (request) => {
    const body = jsonBody(request);
    const names = body.TableName
      ? [String(body.TableName)]
      : Object.keys((body.RequestItems as object) ?? { "*": 0 });
    const arn = (name: string) => `arn:aws:dynamodb:${place.region}:${place.account}:table/${name}`;
    const index = body.IndexName ? `/index/${String(body.IndexName)}` : "";
    return {
      needs: {
        actions: names.map((name) => ({
          action: `dynamodb:${request.operation}`,
          resource: arn(name) + index,
        })),
      },
      run: () => tables.forwardSdk(request.operation, request.body),
    };
  };
}

function events({ bus, place }: Backends): Service {
  return (request) => {
    if (request.operation !== "PutEvents") throw unknownOperation(request);
    const entries = putEventsSchema.safeParse(jsonBody(request));
    if (!entries.success)
      throw new ServiceError("ValidationException", entries.error.issues[0]?.message ?? "invalid");
    const arn = (name: string) =>
      `arn:aws:events:${place.region}:${place.account}:event-bus/${busName(name)}`;
    const buses = [...new Set(entries.data.Entries.map((entry) => entry.EventBusName))];
    return {
      needs: { actions: buses.map((name) => ({ action: "events:PutEvents", resource: arn(name) })) },
      run: () => jsonAnswer(bus.putEvents(entries.data.Entries)),
    };
  };
}

function ssm({ parameters, place }: Backends): Service {
  const arn = (name: string) =>
    `arn:aws:ssm:${place.region}:${place.account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
  return (request) => {
    const body = jsonBody(request);
    const names = z.array(z.string()).parse(request.operation === "GetParameters" ? body.Names : [body.Name]);
    if (!["GetParameter", "GetParameters"].includes(request.operation)) throw unknownOperation(request);
    return {
      needs: { actions: names.map((name) => ({ action: `ssm:${request.operation}`, resource: arn(name) })) },
      run: () => {
        const found = names.map((name) => parameters.find(name));
        if (request.operation === "GetParameters") {
          return jsonAnswer({
            Parameters: found.filter((parameter) => parameter !== undefined),
            InvalidParameters: names.filter((_, index) => !found[index]),
          });
        }
        if (!found[0]) throw new ServiceError("ParameterNotFound", "");
        return jsonAnswer({ Parameter: found[0] });
      },
    };
  };
}

/** Providers that AWS itself is: the right is checked here, the answer comes from their sandbox. */
function sandboxed(name: string, url: string | undefined, needs: (request: SdkRequest) => Needs): Service {
  return (request) => ({
    needs: needs(request),
    run: () => {
      if (!url)
        throw new ServiceError(
          "ServiceUnavailable",
          `No ${name} here: start the cloud with its sandbox's address.`,
          503,
        );
      const query = request.query ? `?${request.query}` : "";
      const target = `${url.replace(/\/$/, "")}${request.path}${query}`;
      return forward({ method: request.method, url: target, headers: request.headers, body: request.body });
    },
  });
}

function email({ emailUrl, place }: Backends): Service {
  return sandboxed("e-mail", emailUrl, (request) => {
    const from = String(jsonBody(request).FromEmailAddress ?? "");
    const address = from.match(/<([^>]+)>/)?.[1] ?? from;
    const identity = (name: string) => `arn:aws:ses:${place.region}:${place.account}:identity/${name}`;
    const identities = [address, address.split("@").at(-1) ?? address];
    return {
      actions: identities.map((name) => ({ action: "ses:SendEmail", resource: identity(name) })),
      any: true,
      context: { "ses:FromAddress": address },
    };
  });
}

function lambda({ pool, courier }: Backends): Service {
  return (request) => {
    const name = decodeURIComponent(
      request.path.match(/^\/2015-03-31\/functions\/([^/]+)\/invocations$/)?.[1] ?? "",
    );
    if (!name) throw unknownOperation(request);
    const found = pool.find(name);
    if (!found) throw new ServiceError("ResourceNotFoundException", `Function not found: ${name}`, 404);
    const payload = request.body.toString() || "{}";
    const isAsync = request.headers["x-amz-invocation-type"] === "Event";
    return {
      needs: one("lambda:InvokeFunction", found.arn),
      run: async () => {
        if (isAsync) {
          courier.accept({ target: found.arn, payload, origin: "lambda:Invoke" });
          return { status: 202, headers: {}, body: "" };
        }
        const invocation = await pool.invoke(found.arn, payload, { source: "lambda:Invoke" });
        const headers: Record<string, string> = {
          "content-type": "application/json",
          "x-amz-executed-version": "$LATEST",
        };
        if (!invocation.ok) headers["x-amz-function-error"] = "Unhandled";
        return {
          status: 200,
          headers,
          body: invocation.ok ? invocation.payload : JSON.stringify(invocation.error),
        };
      },
    };
  };
}

export function unknownOperation(request: SdkRequest): ServiceError {
  const what = request.operation || `${request.method} ${request.path}`;
  return new ServiceError(
    "UnknownOperationException",
    `The laptop cloud does not serve ${request.service}:${what}`,
  );
}

export function createServices(backends: Backends): Map<string, Service> {
  const any = (prefix: string) => (request: SdkRequest) => one(`${prefix}:${request.operation}`, "*");
  return new Map<string, Service>([
    ["sqs", sqs(backends)],
    ["dynamodb", dynamodb(backends)],
    ["events", events(backends)],
    ["states", statesService(backends)],
    ["ssm", ssm(backends)],
    ["rekognition", sandboxed("Rekognition", backends.rekognitionUrl, any("rekognition"))],
    ["ses", email(backends)],
    ["lambda", lambda(backends)],
  ]);
}
