/** Step Functions' API as functions call it. */

import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Execution } from "../states/store.ts";
import type { Backends, Needs, Service } from "./services.ts";
import { jsonAnswer, type SdkRequest, ServiceError } from "./wire.ts";

const seconds = (milliseconds: number) => milliseconds / 1000;
const answer = (value: unknown) => jsonAnswer(value, 200, "application/x-amz-json-1.0");
const one = (action: string, resource: string): Needs => ({ actions: [{ action, resource }] });

const startSchema = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default("{}"),
});
const executionSchema = z.object({
  executionArn: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});
const successSchema = z.object({ taskToken: z.string(), output: z.string() });
const failureSchema = z.object({
  taskToken: z.string(),
  error: z.string().default(""),
  cause: z.string().default(""),
});

function read<T>(schema: z.ZodType<T>, request: SdkRequest): T {
  const parsed = schema.safeParse(JSON.parse(request.body.toString() || "{}"));
  if (parsed.success) return parsed.data;
  throw new ServiceError("ValidationException", z.prettifyError(parsed.error));
}

function described(execution: Execution): Record<string, unknown> {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machine,
    name: execution.name,
    status: execution.status,
    startDate: seconds(execution.startedAt),
    ...(execution.stoppedAt === null ? {} : { stopDate: seconds(execution.stoppedAt) }),
    input: execution.input,
    ...(execution.output === null ? {} : { output: execution.output }),
    ...(execution.error === null ? {} : { error: execution.error }),
    ...(execution.cause === null ? {} : { cause: execution.cause }),
  };
}

export function statesService({ machines, tokens }: Backends): Service {
  /** IAM checks the right to answer a task on its state machine; an unknown token may be of any. */
  const needsForToken = (action: string, token: string): Needs => {
    const execution = tokens.executionOf(token);
    if (execution) return one(action, machines.machineOf(execution));
    return { actions: machines.all.map((machine) => ({ action, resource: machine.arn })), any: true };
  };

  return (request) => {
    const action = `states:${request.operation}`;
    switch (request.operation) {
      case "StartExecution": {
        const { stateMachineArn, name, input } = read(startSchema, request);
        return {
          needs: one(action, stateMachineArn),
          run: () => {
            const { executionArn, startDate } = machines.start(stateMachineArn, name ?? randomUUID(), input);
            return answer({ executionArn, startDate: seconds(startDate) });
          },
        };
      }
      case "StopExecution": {
        const { executionArn, error, cause } = read(executionSchema, request);
        return {
          needs: one(action, executionArn),
          run: () => answer({ stopDate: seconds(machines.stop(executionArn, error, cause).stopDate) }),
        };
      }
      case "DescribeExecution": {
        const { executionArn } = read(executionSchema, request);
        return {
          needs: one(action, executionArn),
          run: () => answer(described(machines.describe(executionArn))),
        };
      }
      case "ListExecutions": {
        const { stateMachineArn } = read(z.object({ stateMachineArn: z.string() }), request);
        const ofMachine = () =>
          machines.store.recent(100).filter((execution) => execution.machine === stateMachineArn);
        return {
          needs: one(action, stateMachineArn),
          run: () => answer({ executions: ofMachine().map(described) }),
        };
      }
      case "SendTaskSuccess": {
        const { taskToken, output } = read(successSchema, request);
        return {
          needs: needsForToken(action, taskToken),
          run: () => {
            tokens.succeed(taskToken, parseOutput(output));
            return answer({});
          },
        };
      }
      case "SendTaskFailure": {
        const { taskToken, error, cause } = read(failureSchema, request);
        return {
          needs: needsForToken(action, taskToken),
          run: () => {
            tokens.fail(taskToken, error, cause);
            return answer({});
          },
        };
      }
      default:
        throw new ServiceError("UnknownOperationException", `The laptop cloud does not serve ${action}`);
    }
  };
}

function parseOutput(output: string): unknown {
  try {
    return JSON.parse(output) as unknown;
  } catch {
    throw new ServiceError("InvalidOutput", "Invalid Output: not JSON");
  }
}
