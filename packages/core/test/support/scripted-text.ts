import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";

/** What the model says next to a request for data of a name; undefined leaves the request to the sandbox. */
type Script = (name: string, prompt: string) => unknown;
let script: Script = () => undefined;

/** Lets a test say what OpenAI's model answers; whatever it leaves alone the sandbox answers. After `useWorld()`. */
export function useScriptedText(): void {
  let close = async (): Promise<void> => {};
  beforeAll(async () => {
    const sandbox = process.env.OPENAI_BASE_URL ?? "";
    const server = createServer((request, response) => {
      answer(request, sandbox).then(
        ({ status, text }) => response.writeHead(status, { "content-type": "application/json" }).end(text),
        (error: unknown) => response.destroy(error as Error),
      );
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    process.env.OPENAI_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
  });
  beforeEach(() => {
    script = () => undefined;
  });
  afterAll(() => close());
}

export function modelSays(next: Script): void {
  script = next;
}

type Asked = {
  messages?: { content: string }[];
  response_format?: { json_schema: { name: string } };
};

async function answer(request: IncomingMessage, sandbox: string): Promise<{ status: number; text: string }> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const asked = JSON.parse(body || "{}") as Asked;
  const name = asked.response_format?.json_schema.name;
  const said = name ? script(name, asked.messages?.at(-1)?.content ?? "") : undefined;
  if (said === undefined) {
    const passed = await fetch(`${sandbox}${request.url}`, {
      method: request.method ?? "POST",
      headers: {
        authorization: request.headers.authorization ?? "",
        "content-type": "application/json",
      },
      body,
    });
    return { status: passed.status, text: await passed.text() };
  }
  const completion = {
    id: `chatcmpl-${crypto.randomUUID()}`,
    choices: [{ message: { content: JSON.stringify(said), refusal: null } }],
    usage: { prompt_tokens: 100, completion_tokens: 50 },
  };
  return { status: 200, text: JSON.stringify(completion) };
}
