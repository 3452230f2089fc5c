/** Task tokens: the promise of a state that waits until someone answers for it. */

import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { ServiceError } from "../sdk/wire.ts";

type Waiting = { executionArn: string; succeed: (output: unknown) => void; fail: (error: Error) => void };

/** An error of a task with the name that `Retry` and `Catch` match. */
export function taskError(name: string, cause: string): Error {
  const error = new Error(cause);
  error.name = name;
  return error;
}

export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();
  readonly #answeredEarly = new Map<string, (waiting: Waiting) => void>();
  readonly #issued = new Set<string>();

  /** A token tells which execution it is of, so that a caller's right to answer can be checked on its machine. */
  issue(executionArn: string): string {
    const head = Buffer.from(executionArn).toString("base64url");
    const token = `${head}.${randomUUID()}${randomBytes(8).toString("hex")}`;
    const whole = `${token}.${createHmac("sha256", "vixen task token").update(token).digest("hex").slice(0, 16)}`;
    this.#issued.add(whole);
    return whole;
  }

  /** The execution of a token that we made, in this process or an earlier one. */
  executionOf(token: string): string | undefined {
    const [head = "", middle, mark] = token.split(".");
    const expected = createHmac("sha256", "vixen task token")
      .update(`${head}.${middle}`)
      .digest("hex")
      .slice(0, 16);
    return mark === expected ? Buffer.from(head, "base64url").toString() : undefined;
  }

  /** Resolves when the token is answered, also when the answer came before the state began to wait. */
  wait(token: string, executionArn: string): Promise<unknown> {
    return new Promise((succeed, fail) => {
      const waiting = { executionArn, succeed, fail };
      const early = this.#answeredEarly.get(token);
      this.#answeredEarly.delete(token);
      if (early) early(waiting);
      else this.#waiting.set(token, waiting);
    });
  }

  succeed(token: string, output: unknown): void {
    this.#answer(token, (waiting) => waiting.succeed(output));
  }

  fail(token: string, error: string, cause: string): void {
    this.#answer(token, (waiting) => waiting.fail(taskError(error, cause)));
  }

  /** Nobody may answer for a state that is over. */
  forget(token: string): void {
    this.#waiting.delete(token);
    this.#answeredEarly.delete(token);
    this.#issued.delete(token);
  }

  forgetExecution(executionArn: string): void {
    for (const token of [...this.#issued]) if (this.executionOf(token) === executionArn) this.forget(token);
  }

  count(executionArn: string): number {
    return [...this.#waiting.values()].filter((waiting) => waiting.executionArn === executionArn).length;
  }

  #answer(token: string, give: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(token);
    if (waiting) {
      this.forget(token);
      give(waiting);
      return;
    }
    if (this.#issued.has(token)) {
      this.#issued.delete(token);
      this.#answeredEarly.set(token, give);
      return;
    }
    if (this.executionOf(token)) {
      throw new ServiceError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new ServiceError("TaskDoesNotExist", "Task does not exist: 'the token was never issued here'");
  }
}
