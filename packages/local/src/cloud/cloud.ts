/** Puts the laptop cloud together from a synthesised assembly, in the order in which its parts need each other. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Running, startBackends } from "./backends.ts";
import { createConsole } from "./console/console.ts";
import { startDatabase } from "./database.ts";
import { createGateway } from "./http/gateway.ts";
import { invokeMigrator } from "./migrator.ts";
import { type CloudOptions, readSecrets } from "./options.ts";
import { Ports } from "./ports.ts";
import { createFrontDoor } from "./sdk/front-door.ts";
import { createServices } from "./sdk/services.ts";
import { createSite, findSiteServer } from "./site/site.ts";
import { staticFolders } from "./site/unpacked.ts";
import { startupReport } from "./startup-report.ts";
import { type Assembly, assetPath, readAssembly } from "./template/assembly.ts";
import { functionUrlPath, type Place } from "./template/names.ts";
import { Timings } from "./timings.ts";

export type Cloud = {
  api: string;
  console: string;
  sdk: string;
  /** The site, when a port was given for it and the assembly has one. */
  web: string | undefined;
  functionUrls: Record<string, string>;
  /** A handler's file name → the function's name, for calls through the Lambda API. */
  functionNames: Record<string, string>;
  databaseUrl: string | undefined;
  databaseAdminUrl: string | undefined;
  /** Credentials that may do everything here: for scripts and tests that call IAM-authorised routes. */
  operator: { accessKeyId: string; secretAccessKey: string; region: string };
  problems: string[];
  timings: Record<string, number>;
  stop(): Promise<void>;
};

const loopback = (port: number) => `http://127.0.0.1:${port}`;

export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const timings = new Timings();
  const directory = join(options.directory, "cloud");
  mkdirSync(directory, { recursive: true });
  const secrets = readSecrets(options.secrets);
  const ports = new Ports(directory);

  // The database takes longest, so it starts first; so does the addon that must load before any worker.
  const database = timings.measure("database", startDatabase(options, directory, ports));
  const addon = timings.measure("native addon", import("sharp"));
  const gateway = createGateway();
  const frontDoor = createFrontDoor();
  const [apiPort, sdkPort, assembly] = await Promise.all([
    ports.listen("api", gateway.server, options.port ?? 0),
    ports.listen("sdk", frontDoor.server, 0),
    timings.measure(
      "assembly",
      Promise.resolve().then((): Assembly => readAssembly(options.assembly)),
    ),
  ]);
  const { account, region } = assembly;
  const place: Place = { account, region, apiUrl: loopback(apiPort), sdkUrl: loopback(sdkPort) };
  const running = await timings.measure(
    "services",
    startBackends({ options, assembly, place, secrets, directory }),
  );
  const { backends, pool, principals, shape, problems } = running;

  const urls = await database;
  if (urls) {
    secrets.Database = { ...secrets.Database, DATABASE_URL: urls.url };
    secrets.DatabaseAdmin = { ...secrets.DatabaseAdmin, DATABASE_ADMIN_URL: urls.adminUrl };
  }
  await addon;
  frontDoor.open(principals, createServices(backends));
  const page = createConsole({
    ...running,
    denials: frontDoor.denials,
    sandboxUrl: options.sandboxUrl,
    timings,
  });
  gateway.setConsole(page);
  if (urls) await timings.measure("migrations", invokeMigrator(pool));
  gateway.open({ shape, pool, principals, place });
  const { webPort } = options;
  const site =
    webPort === undefined ? undefined : await openSite(webPort, ports, directory, assembly, running);
  running.start();
  timings.total();
  startupReport(problems, timings);

  const functionUrls = shape.urls.map(({ slug }) => [slug, `${place.apiUrl}${functionUrlPath(slug)}/`]);
  return {
    api: place.apiUrl,
    console: `${place.apiUrl}/__cloud`,
    sdk: place.sdkUrl,
    web: site?.url,
    functionUrls: Object.fromEntries(functionUrls),
    functionNames: Object.fromEntries(pool.functions.map(({ slug, name }) => [slug, name])),
    databaseUrl: urls?.url,
    databaseAdminUrl: urls?.adminUrl,
    operator: { ...principals.operator, region },
    problems,
    timings: timings.all,
    async stop() {
      await running.stop();
      for (const { server } of [gateway, frontDoor, ...(site ? [site] : [])]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await urls?.stop();
      running.close();
    },
  };
}

async function openSite(
  port: number,
  ports: Ports,
  directory: string,
  assembly: Assembly,
  { pool, resources, problems, backends }: Running,
) {
  const lambda = findSiteServer(pool);
  if (!lambda) {
    problems.push("a port was given for the site, but the assembly has none: build it with the site");
    return undefined;
  }
  const folders = staticFolders(resources, (key) => assetPath(assembly, key), join(directory, "unpacked"));
  const server = createSite({ server: lambda, folders, pool, place: backends.place });
  const listening = await ports.listen("web", server, port);
  // Mails lead to where the site is; the templates know only the port that it has by default. No worker has
  // started yet that writes one.
  for (const { environment } of pool.functions) {
    const { WEB_ORIGIN: origins } = environment;
    if (origins) environment.WEB_ORIGIN = [`http://localhost:${listening}`, ...origins.split(",")].join(",");
  }
  return { server, url: loopback(listening) };
}
