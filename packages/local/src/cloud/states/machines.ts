/** Step Functions: starts, stops and describes executions, and takes them up again after a restart. */

import { ExecutionAbortedError, ExecutionTimeoutError } from "aws-local-stepfunctions";
import type { Journal } from "../journal.ts";
import { ServiceError } from "../sdk/wire.ts";
import { eachState, type Machine } from "./definition.ts";
import { type Execution, ExecutionStore, type HistoryEntry } from "./store.ts";
import { type TaskServices, taskHandlers } from "./tasks.ts";

type Running = { abort: () => void; history: HistoryEntry[]; done: Promise<void> };

export type ExecutionView = Execution & { currentStates: string[]; waitingTokens: number };

export class Machines {
  readonly store: ExecutionStore;
  readonly #machines: Map<string, Machine>;
  readonly #services: TaskServices;
  readonly #running = new Map<string, Running>();
  #isStopped = false;

  constructor(machines: Machine[], journal: Journal, services: TaskServices) {
    this.store = new ExecutionStore(journal);
    this.#machines = new Map(machines.map((machine) => [machine.arn, machine]));
    this.#services = services;
  }

  get all(): Machine[] {
    return [...this.#machines.values()];
  }

  executionArn = (machineArn: string, name: string): string =>
    `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;

  /** `arn:…:execution:<machine>:<name>` → the machine's ARN. */
  machineOf = (executionArn: string): string =>
    executionArn.replace(":execution:", ":stateMachine:").split(":").slice(0, 7).join(":");

  /** Idempotent by name while the execution runs with the same input, as on AWS. */
  start(machineArn: string, name: string, input: string): { executionArn: string; startDate: number } {
    const machine = this.#machines.get(machineArn);
    if (!machine)
      throw new ServiceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${machineArn}'`);
    if (!/^[\w-]{1,80}$/.test(name)) throw new ServiceError("InvalidName", `Invalid Name: '${name}'`);
    try {
      JSON.parse(input);
    } catch {
      throw new ServiceError("InvalidExecutionInput", "Invalid State Machine Execution Input: not JSON");
    }
    const arn = this.executionArn(machineArn, name);
    const known = this.store.find(arn);
    if (known) {
      const isSame = known.status === "RUNNING" && known.input === input;
      if (!isSame) throw new ServiceError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
      return { executionArn: arn, startDate: known.startedAt };
    }
    const startedAt = Date.now();
    this.store.insert({ arn, machine: machineArn, name, input, startedAt });
    this.#run(machine, arn, name, input);
    return { executionArn: arn, startDate: startedAt };
  }

  /** A rule's target: a second delivery of the same event finds the execution and leaves it. */
  startFromRule(machineArn: string, name: string, input: string): void {
    if (!this.store.find(this.executionArn(machineArn, name))) this.start(machineArn, name, input);
  }

  stop(executionArn: string, error?: string, cause?: string): { stopDate: number } {
    const known = this.store.find(executionArn);
    if (!known)
      throw new ServiceError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
    const running = this.#running.get(executionArn);
    const history = running?.history ?? known.history;
    const result = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    this.store.end(executionArn, "ABORTED", result, [
      ...history,
      { at: Date.now(), type: "ExecutionAborted", state: undefined },
    ]);
    this.#services.tokens.forgetExecution(executionArn);
    running?.abort();
    return { stopDate: this.store.find(executionArn)?.stoppedAt ?? Date.now() };
  }

  describe(executionArn: string): Execution {
    const known = this.store.find(executionArn);
    if (!known)
      throw new ServiceError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
    return known;
  }

  /** Runs what was running when the process died, from its first state: steps find what they already did. */
  resume(): number {
    const unfinished = this.store.running();
    for (const { machine: machineArn, arn, name, input } of unfinished) {
      const machine = this.#machines.get(machineArn);
      if (machine) this.#run(machine, arn, name, input);
      else
        this.store.end(
          arn,
          "FAILED",
          { error: "States.Runtime", cause: "The state machine is gone from the template." },
          [],
        );
    }
    return unfinished.length;
  }

  view(count: number): ExecutionView[] {
    return this.store.recent(count).map((execution) => {
      const history = this.#running.get(execution.arn)?.history ?? execution.history;
      return {
        ...execution,
        history: history.slice(-40),
        currentStates: execution.status === "RUNNING" ? openStates(history) : [],
        waitingTokens: this.#services.tokens.count(execution.arn),
      };
    });
  }

  async shutdown(): Promise<void> {
    this.#isStopped = true;
    const all = [...this.#running.values()];
    for (const running of all) running.abort();
    await Promise.all(all.map((running) => running.done));
  }

  #waits(machine: Machine, arn: string): Record<string, number> {
    const { timeScale } = this.#services;
    const overrides: Record<string, number> = {};
    eachState(machine.definition, (name, state) => {
      if (state.Type !== "Wait" || state.Seconds === undefined) return;
      const milliseconds = (state.Seconds * 1000) / timeScale;
      // Read once each time the state is entered: a getter is how the runner can be told a wake time.
      Object.defineProperty(overrides, name, {
        enumerable: true,
        get: () => Math.max(0, this.store.wakeAt(arn, name, () => Date.now() + milliseconds) - Date.now()),
      });
    });
    return overrides;
  }

  #run(machine: Machine, arn: string, name: string, inputText: string): void {
    const { tokens } = this.#services;
    const history: HistoryEntry[] = [];
    const input = JSON.parse(inputText) as Parameters<Machine["runner"]["run"]>[0];
    const context = {
      StateMachine: { Id: machine.arn, Name: machine.name },
      Execution: { Id: arn, Name: name, RoleArn: machine.roleArn },
      Task: {
        get Token() {
          return tokens.issue(arn);
        },
      },
    };
    const { result, abort, eventLogs } = machine.runner.run(input, {
      context: context as unknown as NonNullable<Parameters<Machine["runner"]["run"]>[1]>["context"] & object,
      overrides: {
        taskResourceLocalHandlers: taskHandlers(this.#services, machine, arn),
        waitTimeOverrides: this.#waits(machine, arn),
      },
    });
    const follow = async () => {
      for await (const log of eventLogs) {
        const state = "state" in log ? log.state.name : undefined;
        const detail = "Error" in log ? `${log.Error}: ${String(log.Cause).slice(0, 500)}` : undefined;
        history.push({ at: log.timestamp, type: log.type, state, detail });
        if (log.type === "StateExited" && log.state.type === "Wait") this.store.woke(arn, log.state.name);
      }
    };
    const done = result.then(
      (output) => this.#finish(arn, history, "SUCCEEDED", { output: JSON.stringify(output) }),
      (error: unknown) => this.#failed(arn, history, error),
    );
    this.#running.set(arn, { abort, history, done });
    follow().catch((error: unknown) => console.error(`history of ${arn}:`, error));
  }

  #failed(arn: string, history: HistoryEntry[], error: unknown): void {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (error instanceof ExecutionAbortedError) this.#finish(arn, history, "ABORTED", {});
    else if (error instanceof ExecutionTimeoutError) {
      this.#finish(arn, history, "TIMED_OUT", { error: "States.Timeout" });
    } else if (cause instanceof Error) {
      this.#finish(arn, history, "FAILED", { error: cause.name, cause: cause.message });
    } else this.#finish(arn, history, "FAILED", { error: "States.Runtime", cause: String(cause) });
  }

  /** A cloud that shuts down aborts its executions in memory only: on disk they are still running. */
  #finish(
    arn: string,
    history: HistoryEntry[],
    status: Execution["status"],
    result: { output?: string; error?: string; cause?: string },
  ): void {
    this.#running.delete(arn);
    if (this.#isStopped) return;
    this.store.end(arn, status, result, history);
    this.#services.tokens.forgetExecution(arn);
  }
}

/** States entered and not yet left, from the history. */
function openStates(history: HistoryEntry[]): string[] {
  const open = new Map<string, number>();
  for (const { type, state } of history) {
    if (!state) continue;
    if (type === "StateEntered") open.set(state, (open.get(state) ?? 0) + 1);
    if (type === "StateExited" || type === "StateCaught") open.set(state, (open.get(state) ?? 1) - 1);
  }
  return [...open].filter(([, count]) => count > 0).map(([state]) => state);
}
