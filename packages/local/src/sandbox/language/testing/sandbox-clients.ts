import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { type Sandbox, startSandbox } from "../../sandbox.ts";

export type Clients = { sandbox: Sandbox; openai: OpenAI; anthropic: Anthropic; close(): Promise<void> };

/** A sandbox of its own with the real SDKs pointed at it. */
export async function startClients(seed = 1): Promise<Clients> {
  const dir = mkdtempSync(path.join(tmpdir(), "vixen-language-"));
  const sandbox = await startSandbox({ dir, timeScale: 1000, seed });
  return {
    sandbox,
    openai: new OpenAI({ apiKey: "sk-test", baseURL: `${sandbox.url}/openai/v1`, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey: "sk-test", baseURL: `${sandbox.url}/anthropic`, maxRetries: 0 }),
    close: async () => {
      await sandbox.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
