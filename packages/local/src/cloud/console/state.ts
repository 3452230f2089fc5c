/** Everything the console shows, as one JSON document. */

import type { Running } from "../backends.ts";
import type { Denial } from "../sdk/front-door.ts";
import { functionUrlPath } from "../template/names.ts";
import type { Timings } from "../timings.ts";

export type ConsoleInput = Running & { denials: Denial[]; sandboxUrl: string | undefined; timings: Timings };

export function consoleState(input: ConsoleInput): Record<string, unknown> {
  const { backends, pool, pollers, scheduler, shape } = input;
  const { queues, machines, bus, courier } = backends;
  const states = queues.state();
  const depth = new Map(states.map((state) => [state.name, state.ready + state.inFlight + state.delayed]));
  const deadLetters = new Set(states.map((state) => state.deadLetterQueue));
  return {
    at: new Date().toISOString(),
    timeScale: input.timeScale,
    timings: input.timings.all,
    problems: input.problems,
    unknownResources: input.unknown,
    workers: pool.statistics(),
    queues: states
      .filter((state) => !deadLetters.has(state.name))
      .map((state) => {
        const poller = pollers.find((one) => one.mapping.queueName === state.name);
        const deadLetterDepth =
          state.deadLetterQueue === undefined ? undefined : depth.get(state.deadLetterQueue);
        return {
          ...state,
          deadLetterDepth,
          consumer: poller?.mapping.lambda.slug,
          batches: poller?.active ?? 0,
        };
      }),
    executions: machines.view(30),
    schedules: scheduler.states(),
    events: bus.recent(40),
    deliveries: courier
      .pending()
      .map(({ target, origin, attempts, dueAt }) => ({ target, origin, attempts, dueAt })),
    functions: pool.log.totals(),
    invocations: pool.log.recent(80),
    denials: input.denials.slice(-20).reverse(),
    crashPoints: input.crashPoints.report(),
    routes: shape.routes.map(({ key, isIamAuthorized }) => ({ key, isIamAuthorized })),
    functionUrls: shape.urls.map(({ slug }) => `${backends.place.apiUrl}${functionUrlPath(slug)}/`),
    sandbox: input.sandboxUrl !== undefined,
  };
}
