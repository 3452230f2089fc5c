import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";

/** What is in a zip on the disk, by name. */
export const readZip = (path: string): Record<string, Uint8Array> => unzipSync(readFileSync(path));
