import { z } from "zod";
import { FaultRule } from "./faults.ts";
import type { Frame } from "./frame.ts";
import type { SandboxRequest, SandboxResponse } from "./provider.ts";

const Preset = z.strictObject({ preset: z.literal("storm"), seed: z.number().int().default(1) });

const Settings = z.strictObject({ answerTime: z.number().min(0).max(100) }).partial();

/** `/__faults`, `/__calls`, `/__ledger`, `/__health`, `/__settings`, for all providers or for the one in the path. */
export function control(frame: Frame, request: SandboxRequest, provider?: string): SandboxResponse {
  const name = request.path.split("/").at(-1);
  const wanted = provider ?? request.query.get("provider") ?? undefined;
  if (name === "__faults") return faults(frame, request, provider);
  if (name === "__calls") {
    return ok({
      calls: frame.calls.list({ provider: wanted, since: request.query.get("since") ?? undefined }),
    });
  }
  if (name === "__ledger") return ok(frame.purchases.ledger());
  if (name === "__health") return ok({ ok: true, timeScale: frame.clock.timeScale, seed: frame.seed });
  if (name === "__settings") return settings(frame, request);
  return { status: 404, body: { error: `the sandbox has no ${name}` } };
}

/** How long language models think, as a share of their nominal time; until this process ends. */
function settings(frame: Frame, request: SandboxRequest): SandboxResponse {
  if (request.method !== "POST") return ok(frame.settings);
  const parsed = Settings.safeParse(JSON.parse(request.body.toString("utf8") || "{}"));
  if (!parsed.success) return { status: 422, body: { error: parsed.error.issues } };
  Object.assign(frame.settings, parsed.data);
  return ok(frame.settings);
}

function faults(frame: Frame, request: SandboxRequest, provider?: string): SandboxResponse {
  if (request.method === "GET") return ok({ faults: frame.faults.list() });
  if (request.method === "DELETE") {
    frame.faults.clear();
    return ok({ faults: [] });
  }
  if (request.method !== "POST") return { status: 405, body: { error: "use GET, POST or DELETE" } };
  try {
    const body: unknown = JSON.parse(request.body.toString("utf8"));
    const preset = Preset.safeParse(body);
    if (preset.success) return ok({ faults: frame.faults.storm(preset.data.seed) });
    const rule = FaultRule.parse(body);
    return ok({
      faults: [frame.faults.add(provider ? { ...rule, match: { ...rule.match, provider } } : rule)],
    });
  } catch (error) {
    return { status: 422, body: { error: error instanceof z.ZodError ? error.issues : String(error) } };
  }
}

const ok = (body: unknown): SandboxResponse => ({ status: 200, body });
