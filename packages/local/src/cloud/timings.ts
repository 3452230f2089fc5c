/** How long each part of the start took. Parts overlap: they do not add up to the total. */
export class Timings {
  readonly #began = performance.now();
  readonly all: Record<string, number> = {};

  async measure<T>(name: string, work: Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work;
    } finally {
      this.all[name] = Math.round(performance.now() - began);
    }
  }

  total(): void {
    this.all.total = Math.round(performance.now() - this.#began);
    // Since the process began, Node's own start and our imports included.
    this.all.process = Math.round(performance.now());
  }
}
