/** What a `Task` state of a machine does here: call a function, send a message, put an event. */

import type { Bus } from "../bus/bus.ts";
import { putEventsSchema } from "../bus/bus.ts";
import type { LambdaPool } from "../lambda/pool.ts";
import type { Queues } from "../queue/queues.ts";
import type { Principals } from "../sdk/principal.ts";
import { eachState, type Machine, scaledTimeout } from "./definition.ts";
import { type TaskTokens, taskError } from "./task-tokens.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type TaskHandler = (input: Json) => Promise<Json>;

export type TaskServices = {
  pool: LambdaPool;
  queues: Queues;
  bus: Bus;
  principals: Principals;
  tokens: TaskTokens;
  timeScale: number;
};

const field = (input: Json, name: string): Json | undefined =>
  typeof input === "object" && input !== null && !Array.isArray(input) ? input[name] : undefined;

async function invoke(
  services: TaskServices,
  machine: Machine,
  reference: string,
  payload: Json,
): Promise<Json> {
  const lambda = services.pool.find(reference);
  if (!lambda) throw taskError("Lambda.ResourceNotFoundException", `Function not found: ${reference}`);
  if (!services.principals.roleAllows(machine.roleArn, "lambda:InvokeFunction", lambda.arn)) {
    const message = `User: ${machine.roleArn} is not authorized to perform: lambda:InvokeFunction on resource: ${lambda.arn} because no identity-based policy allows the lambda:InvokeFunction action`;
    throw taskError("Lambda.AWSLambdaException", message);
  }
  const invocation = await services.pool.invoke(lambda.arn, JSON.stringify(payload), {
    source: `machine ${machine.name}`,
  });
  if (invocation.ok) return JSON.parse(invocation.payload) as Json;
  const { errorType, errorMessage, trace } = invocation.error;
  // `Sandbox.Timedout` and `Runtime.ExitError` are the names a state machine sees on AWS too.
  throw taskError(errorType, JSON.stringify({ errorType, errorMessage, ...(trace ? { trace } : {}) }));
}

async function perform(
  services: TaskServices,
  machine: Machine,
  resource: string,
  input: Json,
): Promise<Json> {
  if (resource.includes(":function:")) return invoke(services, machine, resource, input);
  const name = resource.replace(/^arn:[\w-]+:states:[\w-]*:[\w-]*:/, "").replace(/\.waitForTaskToken$/, "");
  switch (name) {
    case "lambda:invoke": {
      const answer = await invoke(
        services,
        machine,
        String(field(input, "FunctionName")),
        field(input, "Payload") ?? {},
      );
      return { ExecutedVersion: "$LATEST", StatusCode: 200, Payload: answer };
    }
    case "sqs:sendMessage": {
      const body = field(input, "MessageBody");
      const MessageBody = typeof body === "string" ? body : JSON.stringify(body);
      const sent = await services.queues.call("SendMessage", {
        ...(input as Record<string, Json>),
        MessageBody,
      });
      return sent as Json;
    }
    case "events:putEvents": {
      const entries = (field(input, "Entries") as Record<string, Json>[]).map((entry) => ({
        ...entry,
        Detail: typeof entry.Detail === "string" ? entry.Detail : JSON.stringify(entry.Detail ?? {}),
      }));
      return services.bus.putEvents(putEventsSchema.parse({ Entries: entries }).Entries) as unknown as Json;
    }
    default:
      throw taskError("States.Runtime", `The laptop cloud has no integration ${name}.`);
  }
}

/** The token is found where the state's `Parameters` put it. */
function findToken(input: unknown, tokens: TaskTokens): string | undefined {
  if (typeof input === "string") return tokens.executionOf(input) ? input : undefined;
  if (typeof input !== "object" || input === null) return undefined;
  for (const value of Object.values(input)) {
    const found = findToken(value, tokens);
    if (found) return found;
  }
  return undefined;
}

/** A handler for every Task state of the machine, by state name. */
export function taskHandlers(
  services: TaskServices,
  machine: Machine,
  executionArn: string,
): Record<string, TaskHandler> {
  const { tokens, timeScale } = services;
  const handlers: Record<string, TaskHandler> = {};
  eachState(machine.definition, (name, state) => {
    if (state.Type !== "Task") return;
    const resource = state.Resource ?? "";
    handlers[name] = async (input) => {
      if (!resource.endsWith(".waitForTaskToken")) return perform(services, machine, resource, input);
      const token = findToken(input, tokens);
      if (!token) throw taskError("States.Runtime", `${name} waits for a task token but passes none on.`);
      const timer = state.TimeoutSeconds
        ? setTimeout(() => tokens.forget(token), 1000 * scaledTimeout(state.TimeoutSeconds, timeScale))
        : undefined;
      try {
        const answer = tokens.wait(token, executionArn);
        // The call may fail after the answer came; then the answer counts, as on AWS.
        await Promise.race([perform(services, machine, resource, input), answer]);
        return (await answer) as Json;
      } finally {
        clearTimeout(timer);
        tokens.forget(token);
      }
    };
  });
  return handlers;
}
