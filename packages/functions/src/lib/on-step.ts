import { type AvatarSchema, Setup } from "@vixen/core/avatar";
import * as Actor from "@vixen/core/kit/actor.ts";
import { crashPoint } from "@vixen/core/kit/crash-point.ts";
import { asRetryable, RetryableDatabaseError } from "@vixen/core/kit/database-error.ts";
import { AppError, messageOf, ProviderError } from "@vixen/core/kit/error.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { log } from "@vixen/core/kit/log.ts";
import type { Context } from "aws-lambda";
import { z } from "zod";
import { enterLog } from "./log-context.ts";

const Input = z.object({
  actor: Actor.Info,
  avatarId: idSchema("avatar"),
  runId: idSchema("setupRun"),
  token: z.string().optional(),
});
export type StepInput = z.infer<typeof Input>;

type Step = AvatarSchema.SetupStep;

type Outcome = Promise<Record<string, unknown>> | Promise<void>;

/** A step of the setup machine that is done when it returns. */
export function onStep(step: Step, run: (input: StepInput) => Outcome) {
  return handle(step, async (input) => {
    const output = await run(input);
    crashPoint(`${step}.done`);
    await Setup.endStep(input.runId, step);
    return output ?? {};
  });
}

/** A step that only begins here; the machine waits until somebody answers the task's token. */
export function onWaitingStep(step: Step, run: (input: StepInput & { token: string }) => Promise<void>) {
  return handle(step, async ({ token, ...input }) => {
    if (!token) throw new Error(`The step ${step} waits for a task token and was given none.`);
    await run({ ...input, token });
    return {};
  });
}

function handle(step: Step, run: (input: StepInput) => Promise<Record<string, unknown>>) {
  return async (event: unknown, context: Context): Promise<Record<string, unknown>> => {
    enterLog(context);
    const input = Input.parse(event);
    return Actor.provide(input.actor, () => take(step, input, run)).catch((error: unknown) => {
      throw asRetryable(error);
    });
  };
}

async function take(
  step: Step,
  input: StepInput,
  run: (input: StepInput) => Promise<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  if (!(await Setup.beginStep(input.runId, step))) {
    throw new AppError("conflict", "setup_stopped", "This run was canceled or has ended.");
  }
  crashPoint(`${step}.begun`);
  try {
    return await run(input);
  } catch (thrown) {
    const error = asRetryable(thrown);
    log.error("step_failed", {
      step,
      avatarId: input.avatarId,
      runId: input.runId,
      reason: messageOf(thrown),
    });
    await Setup.endStep(input.runId, step, failureOf(error));
    throw error;
  }
}

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof AppError || error instanceof ProviderError)
    return { code: error.code, message: error.message };
  if (error instanceof RetryableDatabaseError) {
    const message = "The database could not be reached. Retry the setup; it goes on where it stood.";
    return { code: error.code, message };
  }
  return {
    code: "internal",
    message: "Something went wrong on our side. Retry the setup; it goes on where it stood.",
  };
}
