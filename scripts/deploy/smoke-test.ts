import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readOptions, root, type Step, take } from "./step.ts";

const options = readOptions();

interface Probe {
  why: string;
  output: "ApiUrl" | "ReplicateWebhookUrl" | "SiteUrl";
  path: string;
  method?: "GET" | "POST";
  expected: number;
}

/** Each reaches a part the others do not; none writes anything. */
const probes: Probe[] = [
  { why: "The API starts and reaches its database.", output: "ApiUrl", path: "/health", expected: 200 },
  { why: "The API describes itself.", output: "ApiUrl", path: "/api/v1/openapi.json", expected: 200 },
  { why: "A caller without a token is refused.", output: "ApiUrl", path: "/api/v1/avatars", expected: 401 },
  {
    why: "The internal service is closed to everybody without a signature.",
    output: "ApiUrl",
    path: "/internal/generate/bio",
    method: "POST",
    expected: 403,
  },
  {
    why: "An unsigned webhook is refused.",
    output: "ReplicateWebhookUrl",
    path: "",
    method: "POST",
    expected: 401,
  },
  { why: "The site renders.", output: "SiteUrl", path: "/", expected: 200 },
];

function addressOf(output: Probe["output"]): string {
  const stacks = JSON.parse(readFileSync(join(root, ".sst/outputs.json"), "utf8")) as Record<
    string,
    Record<string, string>
  >;
  const address = Object.values(stacks).find((outputs) => outputs[output])?.[output];
  if (!address) throw new Error(`.sst/outputs.json has no ${output}: the deployment is not complete.`);
  return address.replace(/\/$/, "");
}

async function probe({ output, path, method = "GET", expected }: Probe) {
  const url = `${addressOf(output)}${path}`;
  // Three tries: a fresh API Gateway route or CDN answers 403 or 404 for some seconds.
  for (let attempt = 1; ; attempt++) {
    const status = await fetch(url, { method, signal: AbortSignal.timeout(15_000) }).then(
      (response) => response.status,
      (error: Error) => error.message,
    );
    if (status === expected) return;
    if (attempt === 3) throw new Error(`${method} ${url} answered ${status}, not ${expected}`);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
}

const steps = probes.map(
  (each): Step => ({
    why: `${each.why} ${each.method ?? "GET"} <${each.output}>${each.path} → ${each.expected}`,
    work: () => probe(each),
  }),
);
await take(steps, options);
