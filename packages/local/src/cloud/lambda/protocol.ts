/** What the pool and a worker say to each other. Payloads cross as JSON text, as they do on AWS. */

export type CrashPoint = { index: number; name: string; worker: boolean };

export type WorkerStart = {
  file: string;
  exported: string;
  functionArn: string;
  functionName: string;
  memoryMegabytes: number;
  /** How many more times each crash point may be passed; shared by all workers. */
  remaining: SharedArrayBuffer;
  armed: CrashPoint[];
  crashFile: string;
  compileCache: string;
};

export type ToWorker =
  | { type: "invoke"; requestId: string; payload: string; deadline: number }
  | { type: "arm"; armed: CrashPoint[] };

export type FunctionError = { errorType: string; errorMessage: string; trace?: string[] };

export type FromWorker =
  | { type: "ready"; milliseconds: number }
  | { type: "failed"; error: FunctionError }
  | { type: "log"; line: string }
  | { type: "crash-point"; name: string }
  | { type: "done"; requestId: string; payload: string }
  | { type: "error"; requestId: string; error: FunctionError };

export type Invocation =
  | { ok: true; requestId: string; payload: string }
  | { ok: false; requestId: string; error: FunctionError };
