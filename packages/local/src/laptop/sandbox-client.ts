import { z } from "zod";

const Billable = z.object({
  kind: z.string(),
  model: z.string(),
  unit: z.string(),
  quantity: z.number(),
  input: z.number().optional(),
  output: z.number().optional(),
});
const Calls = z.object({
  calls: z.array(
    z.object({
      provider: z.string(),
      method: z.string(),
      path: z.string(),
      status: z.number(),
      accepted: z.boolean(),
      fault: z.string().nullish(),
      billable: Billable.nullish(),
    }),
  ),
});
export type SandboxCall = z.infer<typeof Calls>["calls"][number];

const Ledger = z.object({ predictions: z.number(), trainings: z.number(), duplicates: z.number() });

async function read<Shape extends z.ZodType>(url: string, shape: Shape): Promise<z.output<Shape>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return shape.parse(await response.json());
}

/** What the sandboxes were asked, by their own log. */
export const readCalls = async (url: string): Promise<SandboxCall[]> =>
  (await read(`${url}/__calls`, Calls)).calls;

/** What was bought, by the sandboxes' own ledger. */
export const readLedger = (url: string) => read(`${url}/__ledger`, Ledger);

/** Mails the sandbox "sent", the newest first. */
export async function readMails(url: string): Promise<{ to: string; text: string }[]> {
  const Mails = z.object({ messages: z.array(z.object({ to: z.array(z.string()), text: z.string() })) });
  const { messages } = await read(`${url}/email/__messages`, Mails);
  return messages.map(({ to, text }) => ({ to: to[0] ?? "", text }));
}

/** Adds a rule by which providers fail. */
export const addFaults = (url: string, rule: Record<string, unknown>) => change(`${url}/__faults`, rule);

/** Posts settings, or a rule, to a sandbox. */
export async function change(url: string, settings: Record<string, unknown>): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(settings),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
