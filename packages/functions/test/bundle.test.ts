import { join } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundle } from "../../../stacks/lib/bundle.ts";

const source = join(import.meta.dirname, "../src");

/** Builds a handler as SST does (runtime/handlers/node.js), with our own options on top. */
async function bundleOf(handler: string): Promise<{ bytes: number; packages: string[]; text: string }> {
  const options: BuildOptions = {
    entryPoints: [join(source, `${handler}.ts`)],
    bundle: true,
    minify: true,
    keepNames: true,
    platform: "node",
    format: "esm",
    target: "esnext",
    mainFields: ["module", "main"],
    write: false,
    metafile: true,
    logLevel: "silent",
    ...bundle,
  };
  const result = await build(options);
  const [file] = result.outputFiles ?? [];
  return { bytes: file?.contents.length ?? 0, packages: packagesIn(result.metafile), text: file?.text ?? "" };
}

/** The packages of which at least one byte is in the bundle. */
function packagesIn(metafile: Metafile | undefined): string[] {
  const names = Object.values(metafile?.outputs ?? {}).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
      return name && bytesInOutput > 0 ? [name] : [];
    }),
  );
  return [...new Set(names)].sort();
}

describe("the bundle of the API", () => {
  it("is at most 1.5 MB, the AWS SDK included, and has no part of what only workers need", async () => {
    const { bytes, packages, text } = await bundleOf("api/main");
    expect(bytes).toBeLessThanOrEqual(1_500_000);
    for (const heavy of [
      "@langchain/langgraph",
      "@langchain/core",
      "openai",
      "@anthropic-ai/sdk",
      "replicate",
      "sharp",
    ]) {
      expect(packages).not.toContain(heavy);
    }
    expect(packages).not.toContain("@aws-sdk/client-rekognition");
    expect(text).not.toMatch(/from ?"sharp"|require\("sharp"\)/);
    expect(packages).toContain("hono");
  });

  it("leaves LangGraph to the internal one, which needs no native module either", async () => {
    const { packages, text } = await bundleOf("api/internal");
    expect(packages).toContain("@langchain/langgraph");
    expect(text).not.toMatch(/from ?"sharp"|require\("sharp"\)/);
  });
});
