/** The site's packed assets, unpacked once, with the values filled in that a deployment would fill in. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import type { Resource, Resources } from "../template/resource.ts";
import { unzip } from "./unzip.ts";

const replacementSchema = z.array(z.object({ search: z.string(), replace: z.coerce.string() }));
const replacerSchema = z.object({ key: z.string(), replacements: replacementSchema });
const uploaderSchema = z.object({
  sources: z.array(z.object({ objectKey: z.string() })),
  replaceValues: replacementSchema.default([]),
});

type Replacements = z.infer<typeof replacementSchema>;

const textFile = /\.(\w*js|json|html|css|txt)$/;

/** Unpacks into `<directory>/<hash>`: another archive, or other values, is another folder. */
export function unpackAsset(file: string, directory: string, replacements: Replacements): string {
  const digest = createHash("sha256").update(JSON.stringify(replacements)).digest("hex").slice(0, 8);
  const folder = join(
    directory,
    `${basename(file)
      .replace(/\.zip$/, "")
      .slice(-64, -48)}-${digest}`,
  );
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  unzip(file, fresh, (name, data) => {
    if (!textFile.test(name)) return data;
    const text = data.toString();
    const filled = replacements.reduce((all, { search, replace }) => all.replaceAll(search, replace), text);
    return filled === text ? data : Buffer.from(filled);
  });
  renameSync(fresh, folder);
  return folder;
}

/** What SST's deployment helpers would replace in a function's packed code. */
export function codeReplacements(resources: Resources, objectKey: string): Replacements {
  const found = resources
    .ofType("Custom::AssetReplacer")
    .map((resource) => replacerSchema.safeParse(resource.properties));
  return found.flatMap(({ data }) => (data?.key === objectKey ? data.replacements : []));
}

/** Folders with the files that CloudFront would serve from S3. */
export function staticFolders(
  resources: Resources,
  assetPath: (objectKey: string) => string | undefined,
  directory: string,
): string[] {
  return resources.ofType("Custom::S3Uploader").flatMap((resource: Resource) => {
    const { sources, replaceValues } = uploaderSchema.parse(resource.properties);
    return sources.flatMap(({ objectKey }) => {
      const file = assetPath(objectKey);
      return file?.endsWith(".zip") ? [unpackAsset(file, directory, replaceValues)] : [];
    });
  });
}
