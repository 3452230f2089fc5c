/** Starts everything the templates ask for and wires it together. */

import { join } from "node:path";
import { readAsyncConfigs } from "./bus/async-config.ts";
import { Bus, readRule } from "./bus/bus.ts";
import { Courier } from "./bus/courier.ts";
import { Scheduler } from "./bus/scheduler.ts";
import { type HttpShape, readHttp } from "./http/api-routes.ts";
import { type Journal, openJournal } from "./journal.ts";
import { type CrashPoints, createCrashPoints } from "./lambda/crash-points.ts";
import { codeKey, readFunction } from "./lambda/function.ts";
import { LambdaPool } from "./lambda/pool.ts";
import type { CloudOptions } from "./options.ts";
import { mayPoll, Poller, readMapping } from "./queue/mapping.ts";
import { startQueues } from "./queue/queues.ts";
import { createPrincipals, type Principals } from "./sdk/principal.ts";
import type { Backends } from "./sdk/services.ts";
import { Parameters, type Secrets } from "./secrets.ts";
import { simulatedProviders } from "./simulated.ts";
import { codeReplacements, unpackAsset } from "./site/unpacked.ts";
import { type Machine, readMachine } from "./states/definition.ts";
import { Machines } from "./states/machines.ts";
import { TaskTokens } from "./states/task-tokens.ts";
import { startTables } from "./tables.ts";
import { type Assembly, assetPath } from "./template/assembly.ts";
import { unknownTypes } from "./template/known-types.ts";
import type { Place } from "./template/names.ts";
import { type Resource, type Resources, resolveResources } from "./template/resource.ts";

export type Running = {
  backends: Backends;
  resources: Resources;
  pool: LambdaPool;
  principals: Principals;
  shape: HttpShape;
  scheduler: Scheduler;
  pollers: Poller[];
  crashPoints: CrashPoints;
  problems: string[];
  unknown: string[];
  timeScale: number;
  /** Takes up unfinished work and begins to poll and to tick. */
  start(): void;
  stop(): Promise<void>;
  /** Last of all: closes the journal. */
  close(): void;
};

export async function startBackends(input: {
  options: CloudOptions;
  assembly: Assembly;
  place: Place;
  secrets: Secrets;
  directory: string;
}): Promise<Running> {
  const { options, assembly, place, secrets, directory } = input;
  const { region, account } = place;
  const timeScale = options.timeScale ?? 1;
  const resources = resolveResources(assembly, place);
  const problems = [...resources.problems];
  const unknown = unknownTypes(resources.all.map((resource) => resource.type));
  for (const type of unknown) problems.push(`nothing here runs ${type}: ${pathsOf(resources, type)}`);

  const journal = openJournal(directory);
  const principals = createPrincipals(resources, account, directory);
  const crashPoints = createCrashPoints(join(directory, "crashes.jsonl"));
  const simulated = simulatedProviders(secrets, options);
  const functions = resources.ofType("AWS::Lambda::Function").map((resource) =>
    readFunction(resource, {
      principal: principals.ofFunction(resource.arn),
      folder: codeFolder(resource, assembly, resources, directory),
      place,
      timeScale,
      // Beside the bundles: a new build replaces the folder, and with it what was compiled of the old one.
      compileCache: join(assembly.directory, ".compile-cache"),
      hasOwnDatabase: options.databaseUrl === undefined,
      simulated,
      mailPage: simulated.includes("ses") ? options.emailUrl : undefined,
    }),
  );
  for (const { file, path, handler } of functions) {
    if (!file) problems.push(`${path}: no bundle for its handler ${handler}`);
  }
  const pool = new LambdaPool(functions, crashPoints, options.workers, options.workersPerFunction);
  const [queues, tables] = await Promise.all([
    startQueues(resources.ofType("AWS::SQS::Queue"), { directory, region, timeScale }),
    startTables(tableResources(resources), directory, region),
  ]);
  const asyncConfig = readAsyncConfigs(resources.ofType("AWS::Lambda::EventInvokeConfig"), pool);
  const courier = new Courier({ journal, pool, queues, asyncConfig, timeScale });
  const rules = resources.ofType("AWS::Events::Rule").map(readRule);
  const buses = resources.ofType("AWS::Events::EventBus").map((resource) => resource.name);
  const bus = new Bus({ rules, buses, journal, courier, place });
  const tokens = new TaskTokens();
  const machines = new Machines(readMachines(resources, assembly, timeScale, problems), journal, {
    pool,
    queues,
    bus,
    principals,
    tokens,
    timeScale,
  });
  courier.startMachine = (machineArn, name, payload) => machines.startFromRule(machineArn, name, payload);
  const scheduler = new Scheduler(rules, courier, place, timeScale);
  const pollers = startablePollers(resources, pool, principals, problems).map(
    (mapping) => new Poller(mapping, queues, pool, region),
  );
  const shape = readHttp(resources, pool);
  problems.push(...shape.problems);
  const parameterArn = (name: string) => `arn:aws:ssm:${region}:${account}:parameter${name}`;
  const parameters = new Parameters(secrets, resources.ofType("AWS::SSM::Parameter"), parameterArn);
  const { rekognitionUrl, emailUrl } = options;

  return {
    backends: {
      place,
      queues,
      tables,
      bus,
      courier,
      machines,
      tokens,
      parameters,
      pool,
      rekognitionUrl,
      emailUrl,
    },
    resources,
    pool,
    principals,
    shape,
    scheduler,
    pollers,
    crashPoints,
    problems,
    unknown,
    timeScale,
    start() {
      machines.resume();
      courier.resume();
      for (const poller of pollers) poller.start();
      scheduler.start();
    },
    async stop() {
      scheduler.stop();
      courier.stop();
      const stopping = pollers.map((poller) => poller.stop());
      await Promise.all([machines.shutdown(), pool.stop()]);
      await queues.stop();
      await Promise.all(stopping);
      await tables.stop();
    },
    close: () => close(journal),
  };
}

const tableResources = (resources: Resources) => [
  ...resources.ofType("AWS::DynamoDB::Table"),
  ...resources.ofType("AWS::DynamoDB::GlobalTable"),
];

const close = (journal: Journal) => journal.close();

/** Where a function's code lies unpacked. SST leaves the site's packed, because deployment still fills in values. */
function codeFolder(
  resource: Resource,
  assembly: Assembly,
  resources: Resources,
  directory: string,
): string | undefined {
  const key = codeKey(resource);
  const path = key === undefined ? undefined : assetPath(assembly, key);
  if (key === undefined || !path?.endsWith(".zip")) return path;
  return unpackAsset(path, join(directory, "unpacked"), codeReplacements(resources, key));
}

const pathsOf = (resources: Resources, type: string) =>
  resources
    .ofType(type)
    .map((resource) => resource.path)
    .join(", ");

function readMachines(
  resources: Resources,
  assembly: Assembly,
  timeScale: number,
  problems: string[],
): Machine[] {
  return resources.ofType("AWS::StepFunctions::StateMachine").flatMap((resource) => {
    try {
      return [readMachine(resource, assembly, timeScale)];
    } catch (error) {
      problems.push(`${resource.path}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
}

/** AWS refuses to create a mapping whose function may not read the queue; here it is named and left out. */
function startablePollers(
  resources: Resources,
  pool: LambdaPool,
  principals: Principals,
  problems: string[],
) {
  return resources.ofType("AWS::Lambda::EventSourceMapping").flatMap((resource) => {
    const mapping = readMapping(resource, pool);
    const problem = typeof mapping === "string" ? mapping : mayPoll(mapping, principals);
    if (problem) problems.push(problem);
    return typeof mapping === "string" || problem ? [] : [mapping];
  });
}
