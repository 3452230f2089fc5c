import { DescribeExecutionCommand, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
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
    // It was started before and has ended. Should it have told nobody, the sweep does (`setup-sweep.ts`).
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

/** How a run's machine stands: `missing` when it was never started. `cause` is AWS's own word for the end. */
export async function describe(
  runId: string,
): Promise<{ state: "running" | "ended" | "missing"; status: string; cause: string | undefined }> {
  try {
    const { status = "RUNNING", error } = await stepFunctions().send(
      new DescribeExecutionCommand({ executionArn: arnOf(runId) }),
    );
    const isGoing = status === "RUNNING" || status === "PENDING_REDRIVE";
    return { state: isGoing ? "running" : "ended", status, cause: error };
  } catch (error) {
    if (!isNamed(error, "ExecutionDoesNotExist")) throw error;
    return { state: "missing", status: "MISSING", cause: undefined };
  }
}

/** The address follows from the name, so an execution whose start was not written down can be stopped too. */
const arnOf = (runId: string): string =>
  `${setting("SETUP_MACHINE_ARN").replace(":stateMachine:", ":execution:")}:${runId}`;

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
