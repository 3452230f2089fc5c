import { OpenAPIHono } from "@hono/zod-openapi";
import { inputInvalid } from "@vixen/core/kit/error.ts";
import type { Environment } from "./environment.ts";

/** A router whose refused input is thrown, so that one place turns every error into an answer. */
export function createRouter(): OpenAPIHono<Environment> {
  return new OpenAPIHono<Environment>({
    defaultHook: (result) => {
      if (!result.success) throw inputInvalid(result.error);
    },
  });
}
