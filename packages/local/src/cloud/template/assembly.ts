/**
 * Reads what a synthesis left behind: the templates of all stacks, and where each function's bundle lies.
 * Works on CDK's cloud assembly, which is what `sst build` writes to `.sst/dist`.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { z } from "zod";

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  Metadata: z.record(z.string(), z.unknown()).optional(),
});

const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema).default({}),
  Parameters: z
    .record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() }))
    .default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
});

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

const assetsSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateResource = z.infer<typeof resourceSchema>;
export type TemplateStack = { name: string; template: Template };
export type Assembly = {
  directory: string;
  account: string;
  region: string;
  stacks: TemplateStack[];
  /** S3 object key of an asset → the unzipped folder (or file) beside the templates. */
  assets: Map<string, string>;
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

function readAssets(directory: string): Map<string, string> {
  const assets = new Map<string, string>();
  for (const file of readdirSync(directory).filter((name) => name.endsWith(".assets.json"))) {
    const { files } = assetsSchema.parse(readJson(join(directory, file)));
    for (const { source, destinations } of Object.values(files)) {
      if (!source.path) continue;
      for (const { objectKey } of Object.values(destinations)) {
        assets.set(objectKey, resolve(directory, source.path));
      }
    }
  }
  return assets;
}

/** A template may name an asset that no asset manifest lists (older layouts): its folder carries the hash. */
export function assetPath(assembly: Assembly, objectKey: string): string | undefined {
  const listed = assembly.assets.get(objectKey);
  if (listed && existsSync(listed)) return listed;
  const folder = join(assembly.directory, `asset.${basename(objectKey).replace(/\.\w+$/, "")}`);
  return existsSync(folder) ? folder : undefined;
}

export function readAssembly(directory: string): Assembly {
  const manifestFile = join(directory, "manifest.json");
  if (!existsSync(manifestFile)) {
    throw new Error(
      `No cloud assembly in ${directory}: run \`npm run build\` first (manifest.json is missing).`,
    );
  }
  const { artifacts } = manifestSchema.parse(readJson(manifestFile));
  let account = "000000000000";
  let region = "us-east-1";
  const stacks: TemplateStack[] = [];
  for (const [id, artifact] of Object.entries(artifacts)) {
    if (artifact.type !== "aws:cloudformation:stack") continue;
    const [, at = "", where = ""] = artifact.environment?.match(/^aws:\/\/([^/]+)\/(.+)$/) ?? [];
    if (/^\d+$/.test(at)) account = at;
    if (where && where !== "unknown-region") region = where;
    const file = String(artifact.properties?.templateFile ?? `${id}.template.json`);
    const name = String(artifact.properties?.stackName ?? id);
    stacks.push({ name, template: templateSchema.parse(readJson(join(directory, file))) });
  }
  if (stacks.length === 0) throw new Error(`The cloud assembly in ${directory} holds no stack.`);
  return { directory: resolve(directory), account, region, stacks, assets: readAssets(directory) };
}
