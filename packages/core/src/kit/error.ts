import type { z } from "zod";

const statusOf = {
  input: 400,
  auth: 401,
  payment: 402,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  too_large: 413,
  rate: 429,
  unavailable: 503,
} as const;

export type AppErrorKind = keyof typeof statusOf;
export type FieldErrors = Record<string, string>;

/**
 * A failure the caller can mend. `kind` picks the HTTP status, `code` is stable, `message` is a sentence a
 * person understands with the next step in it, `fields` names what to change.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly kind: AppErrorKind;
  readonly code: string;
  readonly fields: FieldErrors | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    kind: AppErrorKind,
    code: string,
    message: string,
    options: { fields?: FieldErrors; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return statusOf[this.kind];
  }
}

/**
 * A provider refused, failed or answered nonsense. Callers branch on `retryable` alone; `outcomeUnknown` says
 * that the request may have been carried out all the same, so a purchase must be looked for, not repeated.
 */
export class ProviderError extends Error {
  override name = "ProviderError";
  readonly provider: string;
  readonly retryable: boolean;
  readonly outcomeUnknown: boolean;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    provider: string,
    message: string,
    options: {
      retryable: boolean;
      outcomeUnknown?: boolean;
      code?: string;
      retryAfterMs?: number;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.provider = provider;
    this.retryable = options.retryable;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.code = options.code ?? "provider_error";
    this.retryAfterMs = options.retryAfterMs;
    // A state machine's Retry names the error by its type, so the retryable kind has a type of its own.
    if (options.retryable) this.name = "RetryableProviderError";
  }
}

/** A `missing` error for an object that does not exist or belongs to somebody else; the two are not told apart. */
export function notFound(what: string, id: string): AppError {
  return new AppError(
    "missing",
    "not_found",
    `There is no ${what} ${id}. Check the id, or list what you have.`,
  );
}

export function fail(message: string): never {
  throw new Error(message);
}

/** Turns zod's issues into one sentence per field. */
export function fieldErrors(error: z.ZodError): FieldErrors {
  const fields: FieldErrors = {};
  for (const issue of error.issues) fields[issue.path.join(".") || "body"] ??= issue.message;
  return fields;
}

/** Reads what a caller gave. Throws AppError `input_invalid` that names each field and says what to change. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw inputInvalid(result.error);
}

/** What a caller gave does not fit its schema. */
export function inputInvalid(error: z.ZodError): AppError {
  const fields = fieldErrors(error);
  const names = Object.keys(fields).join(", ");
  return new AppError("input", "input_invalid", `Some of the input cannot be used: ${names}.`, { fields });
}

/** What may be written to a log or a row of an unknown throw: its message, never its parameters. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
