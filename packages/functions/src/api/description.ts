import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Environment } from "./environment.ts";

const path = "/api/v1/openapi.json";

/** Serves the routes' description, which is written once per worker. */
export function describe(router: OpenAPIHono<Environment>): void {
  router.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
  });
  let document: ReturnType<typeof router.getOpenAPI31Document> | undefined;
  router.get(path, (c) => {
    document ??= router.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "VixenBliss Creator",
        version: "1",
        description: "Errors carry a stable code; docs/errors.md explains each.",
      },
      servers: [{ url: "/" }],
    });
    c.header("cache-control", "public, max-age=60");
    return c.json(document);
  });
}
