import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Environment } from "./environment.ts";

/** The shape of every refusal. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      docs: z.string(),
      requestId: z.string(),
      fields: z.record(z.string(), z.string()).optional(),
    }),
  })
  .openapi("Error");

export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

export function body<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } };
}

/** What any route may answer instead. */
export const failures = {
  "4XX": json(ErrorBody, "Refused; the code says why."),
  "5XX": json(ErrorBody, "Our failure or a provider's; repeat the request later."),
};

export const empty = (description: string) => ({ description });

/** Parts that routes behind a bearer token share. */
export const bearer = [{ bearer: [] }];

/** A moment as the database gives it; an ISO string on the wire. */
export const Moment = z.coerce.date().openapi({ type: "string", format: "date-time" });

/** The header that makes a repeated request one effect. */
export const IdempotencyHeaders = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, "Use 1 to 100 visible characters, for example a UUID.")
    .optional()
    .openapi({
      description: "Repeating the request with the same key answers the same and does nothing more.",
    }),
});

export type Middleware = MiddlewareHandler<Environment>;
