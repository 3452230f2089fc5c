import type { Socket } from "node:net";
import { backendKey, type Engine } from "./engine.ts";
import type { EngineLock } from "./engine-lock.ts";
import { StatementNames } from "./rewrite.ts";
import { readStartup } from "./startup.ts";
import {
  code,
  errorResponse,
  frames,
  MessageReader,
  message,
  readyForQuery,
  syncMessage,
} from "./wire-message.ts";

/** One client connection: cuts its bytes into batches and runs each with the engine to itself. */
export class Session {
  readonly #id: number;
  readonly #socket: Socket;
  readonly #engine: Engine;
  readonly #lock: EngineLock<Session | "autovacuum">;
  readonly #reader = new MessageReader();
  #role = "";
  #isSuperuser = false;
  #names: StatementNames | undefined;
  #status = "I";
  /** After Flush and before Sync: the engine may be skipping messages, which must be ours. */
  #isBetweenFlushAndSync = false;
  #skipsToSync = false;
  #isEnding = false;
  #isWaiting = false;
  #isClosed = false;
  #batch: Buffer[] = [];
  readonly #batches: Buffer[][] = [];

  constructor(id: number, socket: Socket, engine: Engine, lock: EngineLock<Session | "autovacuum">) {
    this.#id = id;
    this.#socket = socket;
    this.#engine = engine;
    this.#lock = lock;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#receive(chunk));
    // The reason of a broken connection does not matter, "close" follows and cleans up.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#leave());
  }

  #receive(chunk: Buffer): void {
    try {
      this.#reader.push(chunk);
      while (!this.#names && !this.#isWaiting && !this.#isEnding) {
        const startup = this.#reader.nextUntyped();
        if (!startup) return;
        this.#start(startup);
      }
      this.#readBatches();
    } catch (error) {
      this.#end(
        errorResponse("08P01", error instanceof Error ? error.message : "protocol violation", "FATAL"),
      );
    }
  }

  #start(frame: Buffer): void {
    const startup = readStartup(frame);
    switch (startup.kind) {
      case "encryption":
        this.#socket.write("N");
        return;
      case "cancel":
        // A running statement cannot be interrupted here; the client only waits for this connection to end.
        this.#end();
        return;
      case "refused":
        this.#end(startup.answer);
        return;
      case "login":
        this.#login(startup.role);
    }
  }

  #login(role: string): void {
    if (this.#engine.isKnownLogin(role)) {
      this.#greet(role);
      return;
    }
    this.#isWaiting = true;
    this.#lock.take(
      this,
      () => {
        this.#isWaiting = false;
        this.#greet(role);
        this.#lock.release(this);
        this.#readBatches();
      },
      () => this.#end(errorResponse("55P03", "another connection's transaction holds the database", "FATAL")),
    );
  }

  #greet(role: string): void {
    const login = this.#engine.findLogin(role);
    if (!login) {
      this.#end(errorResponse("28000", `role "${role}" does not exist or may not log in`, "FATAL"));
      return;
    }
    this.#role = role;
    this.#isSuperuser = login.isSuperuser;
    this.#names = new StatementNames(this.#id, login.isSuperuser);
    const authenticated = message("R", Buffer.alloc(4));
    const ready = readyForQuery("I");
    this.#socket.write(Buffer.concat([authenticated, this.#engine.greeting, backendKey(this.#id), ready]));
  }

  #end(answer: Buffer = Buffer.alloc(0)): void {
    this.#isEnding = true;
    this.#socket.end(answer);
  }

  #readBatches(): void {
    if (!this.#names || this.#isEnding) return;
    for (let frame = this.#reader.next(); frame; frame = this.#reader.next()) {
      const type = frame[0];
      if (type === code.terminate) {
        this.#end();
        return;
      }
      // Left over from a COPY that was refused.
      if (type === code.copyData || type === code.copyDone || type === code.copyFail) continue;
      this.#batch.push(frame);
      if (type === code.sync || type === code.query || type === code.flush || type === code.functionCall) {
        this.#batches.push(this.#batch);
        this.#batch = [];
      }
    }
    this.#work();
  }

  #work(): void {
    while (this.#batches.length > 0 && !this.#isWaiting && !this.#isClosed) {
      if (this.#skipsToSync) {
        this.#skip();
        continue;
      }
      this.#isWaiting = true;
      let isInLoop = true;
      this.#lock.take(
        this,
        () => {
          this.#isWaiting = false;
          this.#runNext();
          if (!isInLoop) this.#work();
        },
        () => {
          this.#isWaiting = false;
          this.#giveUp();
          this.#work();
        },
      );
      isInLoop = false;
    }
  }

  #runNext(): void {
    const batch = this.#batches.shift();
    if (batch) {
      const answer = this.#run(batch);
      if (answer.length > 0) this.#socket.write(answer);
    }
    if (this.#status === "I" && !this.#isBetweenFlushAndSync) this.#lock.release(this);
  }

  #run(batch: Buffer[]): Buffer {
    const endsWithFlush = batch.at(-1)?.[0] === code.flush;
    if (this.#status === "I" && !this.#isBetweenFlushAndSync) this.#engine.become(this.#role);
    const ownsUnnamed = this.#engine.unnamedOwner === this;
    const rewritten = this.#names?.rewrite(batch, ownsUnnamed);
    if (!rewritten) return Buffer.alloc(0);
    if (rewritten.addedParse || batch.some((frame) => frame[0] === code.parse && frame[5] === 0)) {
      this.#engine.unnamedOwner = this;
    }
    const answer = this.#engine.execute(Buffer.concat(rewritten.messages));
    this.#isBetweenFlushAndSync = endsWithFlush;
    // The engine's last message is ReadyForQuery, whose last byte is the transaction's status.
    if (!endsWithFlush) this.#status = String.fromCharCode(answer.at(-1) ?? 0x49);
    return rewritten.addedParse ? withoutFirstParseComplete(answer) : answer;
  }

  /** Another connection's transaction took too long: an error, instead of a wait without end. */
  #giveUp(): void {
    const batch = this.#batches.shift();
    const text =
      "canceling statement due to lock timeout: another connection's transaction holds the database";
    const error = errorResponse("55P03", text);
    this.#skipsToSync = batch?.at(-1)?.[0] === code.flush;
    this.#socket.write(this.#skipsToSync ? error : Buffer.concat([error, readyForQuery("I")]));
  }

  /** After an error of our own the client's messages mean nothing until its Sync, as Postgres has it. */
  #skip(): void {
    this.#skipsToSync = this.#batches.shift()?.at(-1)?.[0] === code.flush;
    if (!this.#skipsToSync) this.#socket.write(readyForQuery("I"));
  }

  #leave(): void {
    this.#isClosed = true;
    this.#batches.length = 0;
    this.#lock.forget(this);
    const names = this.#names;
    if (!names) {
      this.#lock.release(this);
      return;
    }
    const cleanUp = () => {
      if (this.#isBetweenFlushAndSync) this.#engine.execute(syncMessage);
      if (this.#status !== "I") this.#engine.run("rollback");
      const closing = names.closing();
      if (closing.length > 0) this.#engine.execute(Buffer.concat([...closing, syncMessage]));
      if (this.#isSuperuser) this.#engine.resetSession();
      if (this.#engine.unnamedOwner === this) this.#engine.unnamedOwner = undefined;
      this.#lock.release(this);
    };
    // Nothing of ours is open while another holds the lock; what is left then is only names, tried again.
    this.#lock.take(this, cleanUp, () => this.#leave());
  }
}

function withoutFirstParseComplete(answer: Buffer): Buffer {
  const parts = [...frames(answer)];
  const index = parts.findIndex((frame) => frame[0] === code.parseComplete);
  if (index >= 0) parts.splice(index, 1);
  return Buffer.concat(parts);
}
