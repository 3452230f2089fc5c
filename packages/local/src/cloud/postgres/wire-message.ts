/** Framing of the Postgres protocol, version 3: a type byte, a length that counts itself, a body. */

export const code = {
  bind: 0x42,
  close: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyFail: 0x66,
  dataRow: 0x44,
  describe: 0x44,
  execute: 0x45,
  flush: 0x48,
  functionCall: 0x46,
  parse: 0x50,
  parseComplete: 0x31,
  parameterStatus: 0x53,
  query: 0x51,
  readyForQuery: 0x5a,
  statement: 0x53,
  sync: 0x53,
  terminate: 0x58,
} as const;

const headerBytes = 5;

export function message(type: number | string, ...parts: (string | Buffer)[]): Buffer {
  const body = parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part));
  const header = Buffer.allocUnsafe(headerBytes);
  header[0] = typeof type === "string" ? type.charCodeAt(0) : type;
  header.writeInt32BE(
    body.reduce((sum, part) => sum + part.length, 4),
    1,
  );
  return Buffer.concat([header, ...body]);
}

export const syncMessage = message(code.sync);

export const queryMessage = (text: string) => message(code.query, `${text}\0`);

export const readyForQuery = (status: string) => message("Z", status);

/** `severity` FATAL tells the client that the connection ends with this message. */
export function errorResponse(sqlState: string, text: string, severity: "ERROR" | "FATAL" = "ERROR"): Buffer {
  return message("E", `S${severity}\0V${severity}\0C${sqlState}\0M${text}\0\0`);
}

/** The zero-terminated string at `offset`, and where the next field begins. */
export function readString(frame: Buffer, offset: number): { text: string; next: number } {
  const end = frame.indexOf(0, offset);
  if (end < 0) throw new Error("a string in a protocol message has no end");
  return { text: frame.toString("utf8", offset, end), next: end + 1 };
}

/** Splits whole backend or frontend messages; the caller knows that nothing is cut off. */
export function* frames(bytes: Buffer): Generator<Buffer> {
  for (let offset = 0; offset + headerBytes <= bytes.length; ) {
    const end = offset + 1 + bytes.readInt32BE(offset + 1);
    yield bytes.subarray(offset, end);
    offset = end;
  }
}

/** Largest message taken from a client: enough for any row of ours, far below what would exhaust the engine. */
const maxMessageBytes = 256 * 1024 * 1024;

/** Cuts a stream of bytes into messages, whatever the pieces are in which the socket delivers them. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
  }

  /** The first message of a connection carries no type byte. */
  nextUntyped(): Buffer | undefined {
    return this.#take(0, 8);
  }

  next(): Buffer | undefined {
    return this.#take(1, 4);
  }

  #take(lengthOffset: number, smallest: number): Buffer | undefined {
    if (this.#rest.length < lengthOffset + 4) return undefined;
    const length = this.#rest.readInt32BE(lengthOffset);
    if (length < smallest || length > maxMessageBytes) {
      throw new Error(`a protocol message claims ${length} bytes`);
    }
    const end = lengthOffset + length;
    if (this.#rest.length < end) return undefined;
    const frame = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    return frame;
  }
}
