/**
 * Ports are kept from one start to the next: webhooks that a provider holds, and queue addresses in messages,
 * must still find us after a restart.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { z } from "zod";

export class Ports {
  readonly #file: string;
  #known: Record<string, number>;

  constructor(directory: string) {
    this.#file = join(directory, "ports.json");
    this.#known = existsSync(this.#file)
      ? z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(this.#file, "utf8")))
      : {};
  }

  known(name: string): number {
    return this.#known[name] ?? 0;
  }

  remember(name: string, port: number): void {
    this.#known = { ...this.#known, [name]: port };
    writeFileSync(this.#file, JSON.stringify(this.#known));
  }

  /** Listens on the wanted port, else on the last one, else (when that is taken) on any. */
  async listen(name: string, server: Server, wanted: number): Promise<number> {
    const first = wanted || this.known(name);
    const port = await listen(server, first).catch((error: NodeJS.ErrnoException) => {
      if (wanted || first === 0 || error.code !== "EADDRINUSE") throw error;
      console.error(`port ${first} of the ${name} is taken: addresses that others hold will not reach it`);
      return listen(server, 0);
    });
    this.remember(name, port);
    return port;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
