import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { readHealth } from "./health.ts";

async function apiThatAnswers(status: number) {
  const server = createServer((_request, response) => response.writeHead(status).end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("an API that answers well is up", async () => {
  await using api = await apiThatAnswers(200);
  expect(await readHealth(api.url)).toMatchObject({ state: "up" });
});

test("an API that answers with an error is degraded, and the status is told", async () => {
  await using api = await apiThatAnswers(503);
  expect(await readHealth(api.url)).toMatchObject({
    state: "degraded",
    reason: expect.stringContaining("503"),
  });
});

test("an API that is gone is unreachable, and its address is not told", async () => {
  const { url } = await (async () => {
    await using api = await apiThatAnswers(200);
    return api;
  })();
  const health = await readHealth(url);
  expect(health.state).toBe("unreachable");
  expect(JSON.stringify(health)).not.toContain("127.0.0.1");
});

test("a site that was told no address says so", async () => {
  expect(await readHealth("")).toMatchObject({
    state: "unreachable",
    reason: expect.stringContaining("told"),
  });
});
