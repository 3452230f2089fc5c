import { StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import * as Actor from "../kit/actor.ts";
import { stepFunctions } from "../kit/aws.ts";
import { setting } from "../kit/config.ts";

/** Starts the setup machine under the run's id. Twice is once. Answers the execution's address. */
export async function start(avatarId: string, runId: string): Promise<string> {
  const command = new StartExecutionCommand({
    stateMachineArn: setting("SETUP_MACHINE_ARN"),
    name: runId,
    input: JSON.stringify({ actor: Actor.use(), avatarId, runId }),
  });
  try {
    await stepFunctions().send(command);
  } catch (error) {
    // It was started before and has ended; a machine that times out as a whole cannot tell its run so.
    if (!isNamed(error, "ExecutionAlreadyExists")) throw error;
  }
  return arnOf(runId);
}

/** Stops the machine of a canceled run; one that has ended already, or never began, is as good. */
export async function stop(runId: string): Promise<void> {
  const command = new StopExecutionCommand({
    executionArn: arnOf(runId),
    error: "Canceled",
    cause: "Canceled by the operator.",
  });
  try {
    await stepFunctions().send(command);
  } catch (error) {
    if (!isNamed(error, "ExecutionDoesNotExist")) throw error;
  }
}

/** The address follows from the name, so an execution whose start was not written down can be stopped too. */
const arnOf = (runId: string): string =>
  `${setting("SETUP_MACHINE_ARN").replace(":stateMachine:", ":execution:")}:${runId}`;

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
