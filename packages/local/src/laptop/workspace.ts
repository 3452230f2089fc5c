import postgres from "postgres";
import { z } from "zod";
import type { Laptop } from "./laptop.ts";
import { produceBatch, setUpAvatar } from "./main-job.ts";
import { demoLogin } from "./once.ts";
import { Operator } from "./operator.ts";
import type { Report } from "./progress.ts";
import { change, readMails } from "./sandbox-client.ts";
import { putSetupState } from "./setup-state.ts";

/** Ids of what there is to look at, as far as an address needs them. */
export const Workspace = z.object({
  ready: z.string(),
  inSetup: z.string(),
  choosing: z.string(),
  failed: z.string(),
  archived: z.string(),
  removed: z.string(),
  batch: z.string(),
});
export type Workspace = z.infer<typeof Workspace>;

const hourMs = 3_600_000;
const personas = {
  inSetup: {
    name: "Mara Lindqvist",
    niche: "ceramics and slow mornings",
    style: "soft window light, clay tones",
    language: "en",
    city: "Stockholm, Sweden",
    age: 31,
    isAutomatic: true,
    seed: 12,
  },
  failed: {
    name: "Vera Okafor",
    niche: "second-hand fashion",
    style: "plain background, soft light",
    language: "en",
    city: "Lisbon, Portugal",
    age: 34,
    isAutomatic: true,
    seed: 14,
  },
  archived: {
    name: "Teo Brandt",
    niche: "plants and home",
    style: "morning light, green and wood",
    language: "en",
    city: "Hamburg, Germany",
    age: 41,
    isAutomatic: false,
    seed: 15,
  },
  choosing: {
    name: "Nico Ferrer",
    niche: "street food at night",
    style: "neon, wet asphalt, denim",
    language: "es",
    city: "Ciudad de México, Mexico",
    age: 29,
    isAutomatic: false,
    seed: 13,
  },
} as const;

/**
 * Fills an empty laptop with what an operator sees on a working day: a persona with a finished batch, some of it to
 * review and some blocked, one whose training takes another hour, and one whose faces wait for a choice. The same
 * each time, but for ids and times; the ledger is spread over two weeks.
 */
export async function seedWorkspace(laptop: Laptop, report: Report, count = 50): Promise<Workspace> {
  const operator = new Operator(() => laptop.api);
  await operator.signIn(demoLogin, () => readMails(laptop.sandboxUrl));
  const ready = await setUpAvatar(operator, 1, report);
  const batch = await produceBatch(operator, ready.id, { count, seed: 1 }, report);
  await change(`${laptop.sandboxUrl}/replicate/__settings`, { trainingMs: 1_000 * hourMs });
  const [inSetup, choosing] = [
    await begin(operator, personas.inSetup),
    await begin(operator, personas.choosing),
  ];
  await until(async () => {
    const { training } = await operator.get<{ training: object | null }>(`/avatars/${inSetup}`);
    return training !== null;
  });
  const [failed, archived] = [await stopped(operator), await begin(operator, personas.archived)];
  await until(async () => {
    const { items } = await operator.get<{ items: { status: string }[] }>(`/avatars/${choosing}/candidates`);
    return items.every(({ status }) => status !== "pending");
  });
  const { id: removed } = await operator.post<{ id: string }>("/avatars", personas.archived);
  await operator.delete(`/avatars/${removed}`);
  await putSetupState(laptop.databaseAdminUrl, failed, "failed");
  // The reason that it stands there with: the training pictures would have cost more than was left.
  await operator.patch(`/avatars/${failed}`, { costCapCents: 50 });
  await putSetupState(laptop.databaseAdminUrl, archived, "archived");
  await spreadLedger(laptop.databaseAdminUrl);
  return { ready: ready.id, inSetup, choosing, failed, archived, removed, batch: batch.id };
}

/** A persona whose setup was canceled after its first step began. */
async function stopped(operator: Operator): Promise<string> {
  const id = await begin(operator, personas.failed);
  await until(async () => {
    const { setup } = await operator.get<{ setup: { steps: unknown[] } | null }>(`/avatars/${id}`);
    return (setup?.steps.length ?? 0) > 0;
  });
  await operator.post(`/avatars/${id}/cancel`);
  return id;
}

async function begin(operator: Operator, persona: object): Promise<string> {
  const { id } = await operator.post<{ id: string }>("/avatars", persona);
  await operator.post(`/avatars/${id}/candidates`);
  return id;
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 180_000;
  while (!(await isDone())) {
    if (Date.now() > end) throw new Error("The workspace did not come to be within three minutes.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Moves rows back by up to thirteen days, the oldest the furthest: everything was spent just now. */
async function spreadLedger(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`
      update cost_entries
      set created_at = created_at - make_interval(days => 14 - parts.part)
      from (select id, ntile(14) over (order by id) as part from cost_entries) as parts
      where parts.id = cost_entries.id
    `;
  } finally {
    await sql.end();
  }
}
