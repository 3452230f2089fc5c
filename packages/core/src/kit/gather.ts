/**
 * Lets many callers share one round of work: those that come at the same moment, or while a round is under way,
 * go into the next round together. When a round of several fails each item is tried alone, so that one bad item
 * fails only its own caller. With `lingerMs` the first waits that long for others to join it.
 */
export function gather<Item, Result>(run: (items: Item[]) => Promise<Result[]>, { lingerMs = 0 } = {}) {
  type Waiter = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  const queues = new Map<string, Waiter[]>();

  /** Only items of one key share a round. */
  return (key: string, item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      const waiting = queues.get(key);
      if (waiting) {
        waiting.push({ item, resolve, reject });
        return;
      }
      const first = [{ item, resolve, reject }];
      queues.set(key, first);
      const start = () => void rounds(key, first);
      // Not at once: calls that are started side by side arrive within the same turn.
      if (lingerMs > 0) setTimeout(start, lingerMs);
      else setImmediate(start);
    });

  async function rounds(key: string, queue: Waiter[]): Promise<void> {
    while (queue.length > 0) await round(queue.splice(0));
    queues.delete(key);
  }

  async function round(waiters: Waiter[]): Promise<void> {
    try {
      const results = await run(waiters.map(({ item }) => item));
      waiters.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      if (waiters.length === 1) waiters[0]?.reject(error);
      else for (const waiter of waiters) await round([waiter]);
    }
  }
}
