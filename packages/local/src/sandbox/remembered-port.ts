import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { z } from "zod";

const Ports = z.object({ port: z.number(), s3Port: z.number() });
type Ports = z.infer<typeof Ports>;

const fileIn = (directory: string) => join(directory, "sandbox-ports.json");

/**
 * The ports of the last start in this folder, 0 for one that is taken by now. Addresses of files are written into
 * the database, as the real ones are: after a restart they have to lead to the same place.
 */
export async function rememberedPorts(directory: string): Promise<Ports> {
  const file = fileIn(directory);
  if (!existsSync(file)) return { port: 0, s3Port: 0 };
  const found = Ports.parse(JSON.parse(readFileSync(file, "utf8")));
  const [port, s3Port] = await Promise.all([unlessTaken(found.port), unlessTaken(found.s3Port)]);
  return { port, s3Port };
}

export function rememberPorts(directory: string, urls: { url: string; s3Url: string }): void {
  const portOf = (url: string) => Number(new URL(url).port);
  mkdirSync(dirname(fileIn(directory)), { recursive: true });
  const ports: Ports = { port: portOf(urls.url), s3Port: portOf(urls.s3Url) };
  writeFileSync(fileIn(directory), JSON.stringify(ports));
}

function unlessTaken(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)));
  });
}
