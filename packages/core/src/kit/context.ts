import { AsyncLocalStorage } from "node:async_hooks";

/** A value that follows the asynchronous call chain. `use` throws when nobody entered it; `peek` does not. */
export function createContext<T>(name: string) {
  const storage = new AsyncLocalStorage<T>();
  return {
    use(): T {
      const value = storage.getStore();
      if (value === undefined) throw new Error(`No ${name} here: the caller has to enter one first.`);
      return value;
    },
    peek: (): T | undefined => storage.getStore(),
    with: <R>(value: T, work: () => R): R => storage.run(value, work),
  };
}
