type Placed = { id: string };
/** Reads one page from behind that piece, or from the beginning. */
type Read<Piece> = (after: Piece | undefined) => Promise<void>;

/** As many as a page has. */
const pageSize = 100;

/** Which of the pieces that are loaded may be others by now, and which of them somebody looks at. */
export class Stale {
  #ids = new Set<string>();
  #seen = { from: 0, to: 0 };
  #isReading = false;

  /** News: whatever is loaded may have changed. */
  all(pieces: readonly Placed[]): void {
    this.#ids = new Set(pieces.map(({ id }) => id));
  }

  /** The places from `from` up to, and not including, `to` are looked at. */
  look(from: number, to: number): void {
    this.#seen = { from, to };
  }

  /** Reads the first page, where what is new stands. */
  async readFirst(pieces: readonly Placed[], read: () => Promise<void>): Promise<void> {
    await this.#readPage(pieces, 0, read);
  }

  /** Reads what is looked at and stale, page by page, and nothing else. Rejects as `read` does. */
  async read<Piece extends Placed>(pieces: () => readonly Piece[], read: Read<Piece>): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      for (let first = this.#firstSeen(pieces()); first !== -1; first = this.#firstSeen(pieces())) {
        const known = pieces();
        await this.#readPage(known, first, () => read(known[first - 1]));
      }
    } finally {
      this.#isReading = false;
    }
  }

  /** The place of the first piece that is looked at and stale, or -1. */
  #firstSeen(pieces: readonly Placed[]): number {
    const { from, to } = this.#seen;
    const place = pieces.slice(from, to).findIndex(({ id }) => this.#ids.has(id));
    return place === -1 ? -1 : from + place;
  }

  async #readPage(pieces: readonly Placed[], first: number, read: () => Promise<void>): Promise<void> {
    const ids = pieces.slice(first, first + pageSize).map(({ id }) => id);
    for (const id of ids) this.#ids.delete(id);
    try {
      await read();
    } catch (error) {
      for (const id of ids) this.#ids.add(id);
      throw error;
    }
  }
}
