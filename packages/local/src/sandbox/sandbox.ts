import { anthropic } from "./anthropic/provider.ts";
import { createEmail } from "./email/provider.ts";
import { createFrame, type Frame } from "./frame/frame.ts";
import type { Provider } from "./frame/provider.ts";
import { closeServer, createSandboxServer, listen, type Route } from "./frame/serve.ts";
import { openai } from "./openai/provider.ts";
import { openR2 } from "./r2/provider.ts";
import { rekognition } from "./rekognition/provider.ts";
import { createReplicate } from "./replicate/provider.ts";

export type SandboxOptions = {
  dir: string;
  port?: number;
  s3Port?: number;
  timeScale?: number;
  seed?: number;
};
export type Sandbox = { url: string; s3Url: string; frame: Frame; close(): Promise<void> };

/** All provider simulators in this process: JSON providers on one port, R2's S3 API on another. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const frame = createFrame({ dir: options.dir, timeScale: options.timeScale ?? 1, seed: options.seed ?? 1 });
  const r2 = await openR2(frame);
  const replicate = createReplicate(frame);
  const named = [openai, anthropic, rekognition, replicate, createEmail(frame), r2.cdn];
  const providers = new Map(named.map((provider) => [provider.name, provider]));
  const server = createSandboxServer(frame, (path) => byPrefix(providers, path));
  const s3Server = createSandboxServer(frame, (path) => ({ provider: r2.s3, path }));
  frame.urls.url = await listen(server, options.port ?? 0);
  frame.urls.s3Url = await listen(s3Server, options.s3Port ?? 0);
  // Only now: a job that goes on may fetch its inputs from these very ports.
  replicate.resume();
  return {
    ...frame.urls,
    frame,
    close: async () => {
      await Promise.all([...[server, s3Server].map(closeServer), replicate.stop()]);
      await r2.close();
      frame.database.close();
    },
  };
}

function byPrefix(providers: ReadonlyMap<string, Provider>, path: string): Route | undefined {
  const [, name = ""] = path.split("/");
  const provider = providers.get(name);
  if (!provider) return undefined;
  const rest = path.slice(name.length + 1) || "/";
  // Our own pages and the CDN, which is no API of a provider.
  const isPlain = name === "cdn" || rest.startsWith("/__") || (name === "email" && rest === "/");
  return { provider, path: rest, isPlain };
}
