import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromAnswer, toEvent } from "./event.ts";

/** A real server that answers each request with the event made of it. */
const server = createServer(async (request: IncomingMessage, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const [path = "/", query = ""] = (request.url ?? "").split("?");
  const body = Buffer.concat(chunks);
  const route = { routeKey: "ANY /{proxy+}", pathParameters: { proxy: "x" }, apiId: "api", accountId: "1" };
  response.end(JSON.stringify(toEvent({ request, body, path, query, ...route })));
});
let base = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const eventOf = async (path: string, init?: RequestInit) =>
  (await (await fetch(base + path, init)).json()) as Record<string, never> & Record<string, unknown>;

describe("a request becomes an event", () => {
  test("with repeated query parameters joined and the raw query kept", async () => {
    const event = await eventOf("/a%20b?x=1&x=2&y=%C3%A9");
    expect(event).toMatchObject({
      version: "2.0",
      rawPath: "/a%20b",
      rawQueryString: "x=1&x=2&y=%C3%A9",
      queryStringParameters: { x: "1,2", y: "é" },
      pathParameters: { proxy: "x" },
      isBase64Encoded: false,
    });
  });

  test("with cookies in their own field and other headers in lower case", async () => {
    const event = await eventOf("/", { headers: { Cookie: "a=1; b=2", "X-Thing": "Yes" } });
    expect(event.cookies).toEqual(["a=1", "b=2"]);
    expect(event.headers).toMatchObject({ "x-thing": "Yes" });
    expect(event.headers).not.toHaveProperty("cookie");
  });

  test("with JSON as text and bytes as base64, both unchanged", async () => {
    const json = await eventOf("/", {
      method: "POST",
      body: '{"a":"é"}',
      headers: { "content-type": "application/json" },
    });
    expect(json).toMatchObject({ body: '{"a":"é"}', isBase64Encoded: false });
    const bytes = Buffer.from([0, 255, 10, 128]);
    const binary = await eventOf("/", {
      method: "POST",
      body: bytes,
      headers: { "content-type": "application/octet-stream" },
    });
    expect(binary.isBase64Encoded).toBe(true);
    expect(Buffer.from(String(binary.body), "base64").equals(bytes)).toBe(true);
  });

  test("with who called, and when, in the request context", async () => {
    const { requestContext } = await eventOf("/");
    expect(requestContext).toMatchObject({
      http: { method: "GET", path: "/", sourceIp: "127.0.0.1" },
      stage: "$default",
    });
  });

  test("without body and query fields where there is neither", async () => {
    const event = await eventOf("/");
    expect(event).not.toHaveProperty("body");
    expect(event).not.toHaveProperty("queryStringParameters");
  });
});

describe("what a function returns becomes an answer", () => {
  test("status, headers, cookies and body", () => {
    const returned = { statusCode: 201, headers: { "X-A": "1" }, cookies: ["a=1", "b=2"], body: "hi" };
    expect(fromAnswer(JSON.stringify(returned))).toEqual({
      status: 201,
      headers: { "x-a": "1", "set-cookie": ["a=1", "b=2"], "content-type": "text/plain; charset=utf-8" },
      body: "hi",
    });
  });

  test("base64 becomes bytes", () => {
    const answer = fromAnswer(JSON.stringify({ statusCode: 200, body: "/wA=", isBase64Encoded: true }));
    expect(answer.body).toEqual(Buffer.from([255, 0]));
  });

  test.each([
    ["an object without a status", '{"a":1}', '{"a":1}'],
    ["a text", '"hello"', "hello"],
    ["nothing", "null", "null"],
  ])("%s is the body of a 200", (_name, payload, body) => {
    expect(fromAnswer(payload)).toMatchObject({ status: 200, body });
  });

  test("an impossible status is a 500, as the gateway answers", () => {
    expect(fromAnswer('{"statusCode":"soon"}').status).toBe(500);
  });
});
