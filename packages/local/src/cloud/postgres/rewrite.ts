import { refusalOf } from "./refusal.ts";
import { code, message, readString } from "./wire-message.ts";

/** What a connection knows about its statements. All connections share the engine's one name space. */
export class StatementNames {
  readonly #prefix: string;
  readonly #isSuperuser: boolean;
  readonly #named = new Set<string>();
  #unnamed: Buffer | undefined;

  constructor(sessionId: number, isSuperuser: boolean) {
    this.#prefix = `c${sessionId}_`;
    this.#isSuperuser = isSuperuser;
  }

  /**
   * The batch as the engine must see it. The unnamed statement is the one name that cannot be prefixed: when
   * another connection has used it since, ours is parsed again first and `addedParse` asks to drop the reply.
   */
  rewrite(batch: Buffer[], ownsUnnamed: boolean): { messages: Buffer[]; addedParse: boolean } {
    const messages: Buffer[] = [];
    let parsed = ownsUnnamed;
    let addedParse = false;
    for (const frame of batch) {
      if (!parsed && this.#unnamed && this.#usesUnnamed(frame)) {
        messages.push(this.#unnamed);
        parsed = addedParse = true;
      }
      const rewritten = this.#one(frame);
      if (frame[0] === code.parse && rewritten[5] === 0) {
        // A copy: the frame is a view into the socket's buffer, which it would keep alive.
        this.#unnamed = Buffer.from(rewritten);
        parsed = true;
      }
      messages.push(rewritten);
    }
    return { messages, addedParse };
  }

  /** Messages that remove everything this connection has prepared. */
  closing(): Buffer[] {
    return [...this.#named].map((name) => message(code.close, "S", `${this.#prefix}${name}\0`));
  }

  #usesUnnamed(frame: Buffer): boolean {
    if (frame[0] === code.describe) return frame[5] === code.statement && frame[6] === 0;
    return frame[0] === code.bind && frame[readString(frame, 5).next] === 0;
  }

  #one(frame: Buffer): Buffer {
    switch (frame[0]) {
      case code.query:
        return this.#refused(frame, 5, (text) => message(code.query, `${text}\0`)) ?? frame;
      case code.parse: {
        const { text: name, next } = readString(frame, 5);
        if (name !== "") this.#named.add(name);
        const refused = this.#refused(frame, next, (text) =>
          message(code.parse, this.#own(name), `${text}\0`, Buffer.alloc(2)),
        );
        if (refused) return refused;
        return name === "" ? frame : message(code.parse, this.#own(name), frame.subarray(next));
      }
      case code.bind: {
        const portal = readString(frame, 5);
        const statement = readString(frame, portal.next);
        if (portal.text === "" && statement.text === "") return frame;
        const rest = frame.subarray(statement.next);
        return message(code.bind, this.#own(portal.text), this.#own(statement.text), rest);
      }
      case code.execute: {
        const portal = readString(frame, 5);
        if (portal.text === "") return frame;
        return message(code.execute, this.#own(portal.text), frame.subarray(portal.next));
      }
      case code.describe:
      case code.close: {
        const { text: name } = readString(frame, 6);
        if (frame[0] === code.close && frame[5] === code.statement) this.#forget(name);
        return name === "" ? frame : message(frame[0], frame.subarray(5, 6), this.#own(name));
      }
      default:
        return frame;
    }
  }

  #own(name: string): string {
    return name === "" ? "\0" : `${this.#prefix}${name}\0`;
  }

  #forget(name: string): void {
    if (name === "") this.#unnamed = undefined;
    else this.#named.delete(name);
  }

  #refused(frame: Buffer, offset: number, build: (text: string) => Buffer): Buffer | undefined {
    const replacement = refusalOf(readString(frame, offset).text, this.#isSuperuser);
    return replacement === undefined ? undefined : build(replacement);
  }
}
