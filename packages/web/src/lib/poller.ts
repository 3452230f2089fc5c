/** Milliseconds between two questions. */
export const pace = {
  /** A person watches a bar move. */
  running: 1_000,
  heartbeat: 15_000,
  /** What has just ended may begin something else. */
  afterglow: 10_000,
  firstRetry: 2_000,
  slowestRetry: 30_000,
} as const;

/** What became of one question. */
export type Outcome = { isRunning: boolean };

type Options = {
  /** Asks once. Throws when there is no answer. */
  ask: () => Promise<Outcome>;
  isHidden: () => boolean;
  /** Whether to try again by itself after a question failed, or to wait until it is told to look. */
  onFailure: (error: unknown) => "retry" | "wait";
};

/**
 * Asks again and again: each second while something runs, four times a minute while nothing does, never while
 * the page is hidden, and less and less often while there is no answer. One question at a time.
 */
export function createPoller({ ask, isHidden, onFailure }: Options) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let isWanted = false;
  let isStopped = true;
  let retry: number = pace.firstRetry;
  let ranAt = Number.NEGATIVE_INFINITY;

  function schedule(milliseconds: number): void {
    clearTimeout(timer);
    timer = isStopped || isHidden() ? undefined : setTimeout(look, milliseconds);
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (isStopped || isHidden()) return;
    if (isAsking) {
      isWanted = true;
      return;
    }
    isAsking = true;
    isWanted = false;
    try {
      const { isRunning } = await ask();
      retry = pace.firstRetry;
      if (isRunning) ranAt = Date.now();
      schedule(isWanted ? 0 : Date.now() - ranAt < pace.afterglow ? pace.running : pace.heartbeat);
    } catch (error) {
      // Something happened while it was on its way, a sign-in perhaps: what it says is old, so nobody hears of it.
      if (isWanted) schedule(0);
      else if (onFailure(error) === "retry") {
        schedule(retry);
        retry = Math.min(retry * 2, pace.slowestRetry);
      }
    } finally {
      isAsking = false;
    }
  }

  return {
    /** Asks at once and goes on. */
    start(): void {
      isStopped = false;
      void look();
    },
    stop(): void {
      isStopped = true;
      clearTimeout(timer);
    },
    /** Something may be new: asks at once, or right after the question that is on its way. */
    look: () => void look(),
  };
}
