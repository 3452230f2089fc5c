/** One engine, many connections: whoever has the lock may talk to it, and keeps it while in a transaction. */
export class EngineLock<Holder> {
  readonly #timeoutMs: number;
  #holder: Holder | undefined;
  readonly #waiting: { holder: Holder; run: () => void; timer: NodeJS.Timeout }[] = [];
  #isPassingOn = false;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  isHeldBy(holder: Holder): boolean {
    return this.#holder === holder;
  }

  /** Runs `run` with the lock held, now or in turn; `giveUp` instead, when the wait grows too long. */
  take(holder: Holder, run: () => void, giveUp: () => void): void {
    if (this.#holder === holder || (this.#holder === undefined && this.#waiting.length === 0)) {
      this.#holder = holder;
      run();
      return;
    }
    const timer = setTimeout(() => {
      this.forget(holder);
      giveUp();
    }, this.#timeoutMs);
    this.#waiting.push({ holder, run, timer });
  }

  /** Drops a wait; for a connection that has gone. */
  forget(holder: Holder): void {
    const index = this.#waiting.findIndex((waiter) => waiter.holder === holder);
    if (index >= 0) clearTimeout(this.#waiting.splice(index, 1)[0]?.timer);
  }

  release(holder: Holder): void {
    if (this.#holder !== holder) return;
    this.#holder = undefined;
    // Whoever runs next may release at once: a loop, so that a long queue is not a deep stack.
    if (this.#isPassingOn) return;
    this.#isPassingOn = true;
    try {
      while (this.#holder === undefined) {
        const next = this.#waiting.shift();
        if (!next) break;
        clearTimeout(next.timer);
        this.#holder = next.holder;
        next.run();
      }
    } finally {
      this.#isPassingOn = false;
    }
  }
}
