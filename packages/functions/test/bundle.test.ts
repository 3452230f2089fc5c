import { join, relative } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundle } from "../../../stacks/lib/bundle.ts";

const source = join(import.meta.dirname, "../src");

type Loaded = { bytes: number; packages: string[]; text: string };

/**
 * Builds a handler as SST does (runtime/handlers/node.js), with our own options on top; what a cold start loads
 * of it, which is the entry and what it imports other than by `import()`.
 */
async function bundleOf(handler: string, { isSplit = false } = {}): Promise<Loaded & { all: Loaded }> {
  const options: BuildOptions = {
    entryPoints: [join(source, `${handler}.ts`)],
    outdir: "/bundle",
    splitting: isSplit,
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
  const outputs = result.metafile?.outputs ?? {};
  const files = new Map(
    (result.outputFiles ?? []).map((file) => [relative(process.cwd(), file.path), file.text]),
  );
  const loadedOf = (found: string[]): Loaded => {
    const paths = [...new Set(found)];
    return {
      bytes: paths.reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0),
      packages: packagesIn(paths.flatMap((path) => outputs[path] ?? [])),
      text: paths.map((path) => files.get(path) ?? "").join("\n"),
    };
  };
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint?.endsWith(`${handler}.ts`));
  // Behind an import() too, but every container asks for its secrets with its first request.
  const secretReader = Object.keys(outputs).find((path) =>
    Object.keys(outputs[path]?.inputs ?? {}).some((input) => input.endsWith("kit/parameter.ts")),
  );
  return {
    ...loadedOf([entry, secretReader].flatMap((path) => (path ? staticImports(outputs, path) : []))),
    all: loadedOf(Object.keys(outputs)),
  };
}

type Outputs = Metafile["outputs"];

function staticImports(outputs: Outputs, path: string, seen: string[] = []): string[] {
  if (seen.includes(path) || !outputs[path]) return seen;
  seen.push(path);
  for (const { path: to, kind } of outputs[path].imports) {
    if (kind === "import-statement") staticImports(outputs, to, seen);
  }
  return seen;
}

/** The packages of which at least one byte is in the outputs. */
function packagesIn(outputs: Outputs[string][]): string[] {
  const names = outputs.flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
      return name && bytesInOutput > 0 ? [name] : [];
    }),
  );
  return [...new Set(names)].sort();
}

describe("the bundle of the API", () => {
  it("is at most 1.5 MB, the AWS SDK included, and has no part of what only workers need", async () => {
    const { bytes, packages, text } = await bundleOf("api/main", { isSplit: true });
    expect(bytes).toBeLessThanOrEqual(1_500_000);
    for (const heavy of [
      "@langchain/langgraph",
      "@langchain/core",
      "openai",
      "@anthropic-ai/sdk",
      "replicate",
      "sharp",
      "fflate",
    ]) {
      expect(packages).not.toContain(heavy);
    }
    expect(packages).not.toContain("@aws-sdk/client-rekognition");
    expect(text).not.toMatch(/from ?"sharp"|require\("sharp"\)/);
    expect(packages).toContain("hono");
  });

  it("leaves LangGraph to the internal one, which loads it only where a hook is asked for", async () => {
    const { bytes, packages, all } = await bundleOf("api/internal", { isSplit: true });
    expect(bytes).toBeGreaterThan(300_000);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
    // See docs/decisions/0006: LangGraph and what it leans on are the most of it.
    expect(all.bytes).toBeLessThanOrEqual(2_450_000);
    for (const later of ["@langchain/langgraph", "@anthropic-ai/sdk"]) {
      expect(packages).not.toContain(later);
      expect(all.packages).toContain(later);
    }
    expect(all.text).not.toMatch(/from ?"sharp"|require\("sharp"\)/);
    // Of the models' SDKs the parts that are asked, and no others.
    for (const asked of ["/chat/completions", "/moderations", "/v1/messages"])
      expect(all.text).toContain(asked);
    for (const unasked of [
      "/vector_stores",
      "/fine_tuning/jobs",
      "/v1/messages/batches?beta",
      "/v1/skills",
    ]) {
      expect(all.text).not.toContain(unasked);
    }
  });
});
