/** Unpacks a zip archive: the site's bundle is the one asset that a synthesis leaves packed. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { inflateRawSync } from "node:zlib";

const endMark = 0x06054b50;
const entryMark = 0x02014b50;

export type ZipEntry = { name: string; data: () => Buffer };

/** Reads the central directory; archives over 4 GB (zip64) are not ours. */
export function zipEntries(archive: Buffer): ZipEntry[] {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== endMark) end -= 1;
  if (end < 0) throw new Error("This is no zip archive.");
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = archive.readUInt16LE(end + 10); index > 0; index -= 1) {
    if (archive.readUInt32LE(at) !== entryMark) throw new Error("The zip archive's directory is damaged.");
    const method = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 20);
    const nameLength = archive.readUInt16LE(at + 28);
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    const data = () => {
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const packed = archive.subarray(start, start + size);
      return method === 0 ? packed : inflateRawSync(packed);
    };
    if (!name.endsWith("/")) entries.push({ name, data });
  }
  return entries;
}

/** Writes all files below `folder`; `change` may rewrite one on the way. */
export function unzip(file: string, folder: string, change: (name: string, data: Buffer) => Buffer): void {
  for (const { name, data } of zipEntries(readFileSync(file))) {
    const path = normalize(name);
    if (path.startsWith("..") || path.startsWith("/"))
      throw new Error(`The archive ${file} points outside itself: ${name}`);
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, change(name, data()));
  }
}
