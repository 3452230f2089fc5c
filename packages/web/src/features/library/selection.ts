/**
 * Which pieces are chosen, outside of React's state: a click wakes the cells it concerns and the bar, not the grid.
 */
export class Selection {
  #ids: ReadonlySet<string> = new Set();
  #listeners = new Set<() => void>();
  #last: string | undefined;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Stays the same object until something changes. */
  ids = (): ReadonlySet<string> => this.#ids;

  has = (id: string): boolean => this.#ids.has(id);

  toggle(id: string): void {
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.#last = id;
    this.#set(next);
  }

  /** Chooses everything between the last one and this one, as they stand in `order`. */
  extend(id: string, order: readonly string[]): void {
    const [from, to] = [order.indexOf(this.#last ?? id), order.indexOf(id)].toSorted((a, b) => a - b);
    this.#last = id;
    this.#set(new Set([...this.#ids, ...order.slice(Math.max(0, from ?? 0), (to ?? 0) + 1)]));
  }

  replace(ids: Iterable<string>): void {
    this.#set(new Set(ids));
  }

  #set(ids: ReadonlySet<string>): void {
    this.#ids = ids;
    for (const listener of this.#listeners) listener();
  }
}
