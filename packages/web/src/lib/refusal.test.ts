import { expect, test } from "vitest";
import { answerOf, Refusal } from "./refusal.ts";

const answered = (status: number, body: string) => answerOf(Promise.resolve(new Response(body, { status })));

async function refusalOf(status: number, body: string): Promise<Refusal> {
  const error: unknown = await answered(status, body).catch((thrown: unknown) => thrown);
  if (error instanceof Refusal) return error;
  throw new Error("Nothing was refused.");
}

test("an answer of the API's own shape keeps its code, its request and its fields", async () => {
  const error = { code: "input_invalid", message: "No.", requestId: "req_1", fields: { age: "18 or more." } };
  const refusal = await refusalOf(400, JSON.stringify({ error }));
  expect({ ...refusal }).toMatchObject({
    status: 400,
    code: "input_invalid",
    requestId: "req_1",
    fields: { age: "18 or more." },
    digest: "req_1",
  });
});

test.each([
  [413, "Request Entity Too Large", "body_too_large"],
  [429, "", "rate_limited"],
  [403, "<html>Forbidden</html>", "refused"],
  [502, "<html>Bad gateway</html>", "internal"],
])("an answer %i that is not JSON is a refusal all the same", async (status, body, code) => {
  expect(await refusalOf(status, body)).toMatchObject({ status, code });
});

test.each(["{}", '{"error":"no"}', '{"error":{"code":1}}', "null", "[]", '{"error":{"code":"x"}}'])(
  "%s, which is nobody's refusal, is one without a code of ours",
  async (body) => {
    expect(await refusalOf(502, body)).toMatchObject({ status: 502, code: "internal", fields: {} });
  },
);
