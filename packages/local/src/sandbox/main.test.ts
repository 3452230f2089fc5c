import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { sandboxSecrets } from "./secrets.ts";
import { json, receiver, temporaryFolder, until } from "./testing/sandbox-test.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

async function launch(dir: string) {
  const child = spawn(process.execPath, [program, "--dir", dir, "--time-scale", "10"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, urls: JSON.parse(line) as { url: string; s3Url: string } };
}

async function gone(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, "exit");
  child.kill(signal);
  const [code] = (await exit) as [number | null];
  return code;
}

it("The sandbox's process remembers everything through kill -9 and ends by itself when asked", async () => {
  const dir = await temporaryFolder();
  const hook = await receiver();
  const first = await launch(dir);
  const { Replicate } = sandboxSecrets(first.urls, dir);
  const headers = { authorization: `Bearer ${Replicate.REPLICATE_API_TOKEN}` };
  await json(`${first.urls.url}/__faults`, { body: { kind: "429", match: { provider: "openai" } } });
  const created = await json(
    `${Replicate.REPLICATE_BASE_URL}/models/black-forest-labs/flux-dev/predictions`,
    {
      body: {
        input: { prompt: "portrait", seed: 1 },
        webhook: hook.url,
        webhook_events_filter: ["completed"],
      },
      headers,
    },
  );
  await gone(first.child, "SIGKILL");

  const second = await launch(dir);
  expect(second.urls).toEqual(first.urls);
  expect(sandboxSecrets(second.urls, dir)).toEqual(sandboxSecrets(first.urls, dir));
  const got = await until(() => hook.received[0]);
  expect(JSON.parse(got.body)).toMatchObject({ id: created.body.id, status: "succeeded" });
  const { body } = await json(`${second.urls.url}/__calls?provider=replicate`);
  expect(body.calls).toMatchObject([{ accepted: true, subject: created.body.id, billable: { quantity: 1 } }]);
  expect((await json(`${second.urls.url}/__faults`)).body.faults).toHaveLength(1);
  expect(await gone(second.child, "SIGTERM")).toBe(0);
});
