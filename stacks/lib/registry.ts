import type { App } from "sst/constructs";

interface Registry {
  functionNames: string[];
  /** Those that answer at an address of their own. */
  doorNames: string[];
  queues: { id: string; name: string; deadLetterName: string; visibilitySeconds: number }[];
}

const registries = new WeakMap<App, Registry>();

/** Everything the helpers made for this app, by physical name, so that alarms cannot forget one. */
export function registryOf(app: App): Registry {
  const registry = registries.get(app) ?? { functionNames: [], doorNames: [], queues: [] };
  registries.set(app, registry);
  return registry;
}
