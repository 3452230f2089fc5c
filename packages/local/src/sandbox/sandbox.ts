import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { createFrame, type Frame } from "./frame/frame.ts";
import type { Provider } from "./frame/provider.ts";
import { closeServer, createSandboxServer, listen, type Route } from "./frame/serve.ts";

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
  const providers = await textProviders();
  const server = createSandboxServer(frame, (path) => byPrefix(providers, path));
  frame.urls.url = await listen(server, options.port ?? 0);
  const servers: Server[] = [server];
  return {
    url: frame.urls.url,
    s3Url: frame.urls.s3Url,
    frame,
    close: async () => {
      await Promise.all(servers.map(closeServer));
      frame.database.close();
    },
  };
}

function byPrefix(providers: ReadonlyMap<string, Provider>, path: string): Route | undefined {
  const [, name = ""] = path.split("/");
  const provider = providers.get(name);
  return provider && { provider, path: path.slice(name.length + 1) || "/" };
}

async function textProviders(): Promise<Map<string, Provider>> {
  const providers = new Map<string, Provider>();
  for (const name of ["openai", "anthropic"]) {
    const file = new URL(`./${name}/provider.ts`, import.meta.url);
    if (!existsSync(file)) continue;
    const module = (await import(file.href)) as Record<string, Provider | undefined>;
    const provider = module[name];
    if (provider) providers.set(name, provider);
  }
  return providers;
}
