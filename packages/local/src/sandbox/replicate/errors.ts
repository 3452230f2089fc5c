import type { SandboxResponse } from "../frame/provider.ts";

export type InvalidField = { type: string; field: string; description: string };

/** Thrown anywhere while a request is handled; the provider turns it into its response. */
export class ReplicateError extends Error {
  readonly response: SandboxResponse;
  constructor(status: number, title: string, detail: string, fields?: readonly InvalidField[]) {
    super(detail);
    this.response = {
      status,
      headers: { "content-type": "application/problem+json" },
      body: { title, detail, status, ...(fields ? { invalid_fields: fields } : {}) },
    };
  }
}

export const notFound = () =>
  new ReplicateError(404, "Not found", "The requested resource could not be found.");

export function invalidInput(fields: readonly InvalidField[]): ReplicateError {
  const lines = fields.map(({ field, description }) => `- ${field}: ${description}\n`);
  return new ReplicateError(422, "Input validation failed", lines.join(""), fields);
}

export const throttled = (seconds: number): SandboxResponse => ({
  status: 429,
  body: { detail: `Request was throttled. Your rate limit resets in ~${seconds}s.` },
});
