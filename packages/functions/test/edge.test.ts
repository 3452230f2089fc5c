import { disconnect } from "@vixen/core/kit/connection.ts";
import { describe, expect, it } from "vitest";
import { type Answer, call, database, origin, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { persona, rowCounts } from "./support/world.ts";

useApi();

const errorOf = (answer: Answer) => answer.body.error as { code: string; docs: string; requestId: string };
const outcome = (answer: Answer) => [answer.status, errorOf(answer)?.code];

describe("every answer", () => {
  it("is numbered, errors by the same number, and names the page that explains it", async () => {
    const refused = await call("/api/v1/nothing/here");
    expect(outcome(refused)).toEqual([404, "route_unknown"]);
    expect(errorOf(refused).requestId).toBe(refused.headers.get("x-request-id"));
    expect(errorOf(refused).docs).toBe("docs/errors.md#route_unknown");
  });

  it("lets in the pages of our own origins and no others", async () => {
    const own = await call("/health", { headers: { origin } });
    const other = await call("/health", { headers: { origin: "https://evil.example" } });
    expect(own.headers.get("access-control-allow-origin")).toBe(origin);
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await call("/api/v1/avatars", {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("idempotency-key");
  });

  it("tells a browser to load and guess nothing", async () => {
    const { headers } = await call("/health");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});

describe("the edge works", () => {
  it("is healthy without a database, and says so when asked for the database", async () => {
    expect((await call("/health")).body).toMatchObject({ status: "ok" });
    expect((await call("/health?deep=1")).status).toBe(200);
    const url = process.env.DATABASE_URL;
    await disconnect();
    process.env.DATABASE_URL = "postgres://vixen_login@127.0.0.1:1/nothing";
    const [shallow, deep] = [await call("/health"), await call("/health?deep=1")];
    await disconnect();
    process.env.DATABASE_URL = url;
    expect(shallow.status).toBe(200);
    expect(outcome(deep)).toEqual([503, "database_unavailable"]);
    expect(deep.text).not.toContain("127.0.0.1");
  });

  it("serves its own description", async () => {
    const { status, body, headers } = await call("/api/v1/openapi.json");
    expect([status, body.openapi]).toEqual([200, "3.1.0"]);
    const paths = body.paths as Record<string, Record<string, { security?: unknown; summary?: string }>>;
    const open = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, route]) => (route.security ? [] : [`${method} ${path}`])),
    );
    expect(open.sort()).toEqual([
      "get /health",
      "post /api/v1/auth/confirm",
      "post /api/v1/auth/confirm/state",
      "post /api/v1/auth/password-reset",
      "post /api/v1/auth/password-reset/confirm",
      "post /api/v1/auth/refresh",
      "post /api/v1/auth/sign-in",
      "post /api/v1/auth/sign-up",
    ]);
    const etag = headers.get("etag") ?? "";
    expect((await call("/api/v1/openapi.json", { headers: { "if-none-match": etag } })).status).toBe(304);
  });
});

describe("the edge refuses bad input", () => {
  it("a method that is not there", async () => {
    const answer = await call("/api/v1/auth/sign-in", { method: "DELETE" });
    expect(outcome(answer)).toEqual([405, "method_not_allowed"]);
    expect(answer.headers.get("allow")).toBe("POST");
  });

  it("a body that is not JSON, is a form, or is none", async () => {
    const operator = await newOperator();
    const before = await rowCounts();
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(outcome(await operator.call("/avatars", { raw: '{"name": "Al' }))).toEqual([400, "json_invalid"]);
    expect(outcome(await operator.call("/avatars", { raw: "name=Alba", headers: form }))).toEqual([
      415,
      "media_type_unsupported",
    ]);
    expect(outcome(await operator.call("/avatars", { method: "POST" }))).toEqual([400, "input_invalid"]);
    expect(outcome(await operator.call("/avatars", { raw: "[]" }))).toEqual([400, "input_invalid"]);
    expect(await rowCounts()).toEqual(before);
  });

  it("a body of over 1 MB, whatever it says of its length", async () => {
    const raw = JSON.stringify({ ...persona, style: "x".repeat(1024 * 1024) });
    const operator = await newOperator();
    const before = await rowCounts();
    expect(outcome(await operator.call("/avatars", { raw }))).toEqual([413, "body_too_large"]);
    const declared = { "content-length": String(raw.length) };
    expect(outcome(await operator.call("/avatars", { raw, headers: declared }))).toEqual([
      413,
      "body_too_large",
    ]);
    expect(await rowCounts()).toEqual(before);
  });

  it("a letter that a database cannot keep", async () => {
    const operator = await newOperator();
    const answer = await operator.call("/avatars", { body: { ...persona, style: "linen\u0000" } });
    expect(outcome(answer)).toEqual([400, "input_invalid"]);
    const torn = [
      ["/avatars/drafts", String.raw`{"step":"character","fields":{"name":"a\ud800"}}`],
      ["/content/views", String.raw`{"name":"x","query":{"q":"\ud83d"}}`],
    ] as const;
    for (const [path, raw] of torn) {
      expect(outcome(await operator.call(path, { raw })), path).toEqual([400, "input_invalid"]);
    }
  });

  it("a year that a calendar has and a database has not", async () => {
    const operator = await newOperator();
    const paths = ["/content/pieces", "/content/pieces/counts", "/costs/summary", "/costs/entries.csv"];
    for (const path of paths) {
      const answer = await operator.call(`${path}?from=0000-01-01`);
      expect(outcome(answer), path).toEqual([400, "input_invalid"]);
    }
    const bodies = [
      ["/content/exports", { filter: { from: "0000-01-01" } }],
      ["/activity/read", { until: "0000-01-01T00:00:00Z" }],
    ] as const;
    for (const [path, body] of bodies) {
      expect(outcome(await operator.call(path, { body })), path).toEqual([400, "input_invalid"]);
    }
  });

  it("SQL where a value belongs: it is stored as it is, or refused, and does nothing", async () => {
    const operator = await newOperator();
    const probes = ["'; drop table avatars; --", "' or '1'='1", "$1::text", "\\'; select pg_sleep(5); --"];
    for (const probe of probes) {
      const created = await operator.call("/avatars", { body: { ...persona, name: probe } });
      expect(created.status, created.text).toBe(201);
      expect(created.body.name).toBe(probe);
    }
    const before = await rowCounts();
    for (const probe of probes.map(encodeURIComponent)) {
      const paths = [
        `/avatars/${probe}`,
        `/avatars?cursor=${probe}`,
        `/avatars?status=${probe}`,
        `/costs/totals?kind=${probe}`,
      ];
      for (const path of paths) expect((await operator.call(path)).status, path).toBe(400);
      const found = await operator.call(`/content/pieces?templateId=${probe}`);
      expect(found.body).toEqual({ items: [], next: null });
    }
    expect(await rowCounts()).toEqual(before);
  });
});

describe("the edge keeps secrets", () => {
  it("answers our own failures with a number and nothing else, and signs nobody out for them", async () => {
    const operator = await newOperator();
    const key = process.env.AUTH_JWT_PUBLIC_KEY;
    process.env.AUTH_JWT_PUBLIC_KEY = "";
    const broken = await operator.call("/avatars");
    process.env.AUTH_JWT_PUBLIC_KEY = key;
    expect(outcome(broken)).toEqual([500, "internal"]);
    expect(broken.text).not.toMatch(/AUTH_JWT|stack|node_modules/);
    expect((await operator.call("/avatars")).status).toBe(200);
  });

  it("calls a row that we cannot read our own failure, not bad input", async () => {
    const operator = await newOperator();
    const { body } = await operator.call("/content/views", { body: { name: "Old", query: {} } });
    await database()`update saved_views set query = '5' where id = ${String(body.id)}`;
    expect(outcome(await operator.call("/content/views"))).toEqual([500, "internal"]);
  });
});
