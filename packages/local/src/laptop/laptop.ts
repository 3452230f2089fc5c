import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { sandboxSecrets } from "../sandbox/secrets.ts";
import { type Child, startChild } from "./child.ts";
import { authSecrets, otherSecrets, withRealKeys } from "./secrets.ts";

const SandboxReady = z.object({ url: z.string(), s3Url: z.string() });
const CloudReady = z.object({
  api: z.string(),
  console: z.string(),
  functionUrls: z.record(z.string(), z.string()),
  databaseUrl: z.string(),
  databaseAdminUrl: z.string(),
  web: z.string().optional(),
});

export type LaptopOptions = {
  /** State of both processes; kept between starts. */
  directory: string;
  /** Folder with the synthesised templates. */
  assembly: string;
  timeScale: number;
  seed?: number;
  port?: number;
  /** Serves the site of an assembly that has one. */
  webPort?: number;
  /** How many workers one function may have, where the cloud's own number is not wanted. */
  workersPerFunction?: number;
};

export type Laptop = {
  api: string;
  console: string;
  functionUrls: Record<string, string>;
  databaseUrl: string;
  databaseAdminUrl: string;
  web?: string | undefined;
  sandboxUrl: string;
  sandbox: Child;
  cloud: Child;
  /** Where a worker that dies at a crash point writes which one it was. */
  crashFile: string;
  /** Starts the cloud again, on the same ports and state, after it was killed. */
  restartCloud(): Promise<void>;
  stop(): Promise<void>;
};

const source = resolve(import.meta.dirname, "..");

/** Starts the providers' sandboxes and the cloud, each a process of its own: killing one leaves the other alone. */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const { directory, assembly, timeScale, seed = 1, port = 0 } = options;
  mkdirSync(directory, { recursive: true });
  const common = ["--dir", directory, "--time-scale", String(timeScale)];
  const sandbox = await startChild(
    join(source, "sandbox/main.ts"),
    [...common, "--seed", String(seed)],
    join(directory, "sandbox.log"),
  );
  const urls = SandboxReady.parse(sandbox.ready);
  const secretsFile = join(directory, "secrets.json");
  const secrets = {
    ...sandboxSecrets(urls, directory),
    ...(await authSecrets(directory)),
    ...otherSecrets(directory),
  };
  writeFileSync(secretsFile, JSON.stringify(withRealKeys(secrets)), { mode: 0o600 });
  const startCloud = () =>
    startChild(
      join(source, "cloud/main.ts"),
      [
        ...common,
        ...["--assembly", assembly, "--secrets", secretsFile, "--port", String(port)],
        ...["--sandbox-url", urls.url, "--rekognition-url", `${urls.url}/rekognition`],
        ...["--email-url", `${urls.url}/email`],
        ...(options.workersPerFunction === undefined
          ? []
          : ["--workers-per-function", String(options.workersPerFunction)]),
        ...(options.webPort === undefined ? [] : ["--web-port", String(options.webPort)]),
      ],
      join(directory, "cloud.log"),
    );
  const cloud = await startCloud().catch(async (error: unknown) => {
    await sandbox.stop();
    throw error;
  });
  const laptop: Laptop = {
    ...CloudReady.parse(cloud.ready),
    sandboxUrl: urls.url,
    sandbox,
    cloud,
    crashFile: join(directory, "cloud/crashes.jsonl"),
    async restartCloud() {
      await laptop.cloud.stop("SIGKILL");
      laptop.cloud = await startCloud();
      Object.assign(laptop, CloudReady.parse(laptop.cloud.ready));
    },
    async stop() {
      await laptop.cloud.stop();
      await sandbox.stop();
    },
  };
  return laptop;
}
