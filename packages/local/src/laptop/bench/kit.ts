import * as Actor from "@vixen/core/kit/actor.ts";
import { disconnect } from "@vixen/core/kit/connection.ts";
import { sql, transaction } from "@vixen/core/kit/db.ts";
import postgres from "postgres";
import { type Figure, figure } from "./figure.ts";
import type { Studio } from "./studio.ts";

const measureMs = 1_500;
const rounds = 2;

/** The same transaction through the kit, which enters role and tenant, and through the driver alone. */
export async function measureKit({ laptop }: Studio): Promise<Figure[]> {
  // The superuser, for the login of the product may do nothing before it has entered a role.
  const raw = postgres(laptop.databaseAdminUrl, {
    max: 1,
    prepare: false,
    fetch_types: false,
    onnotice: () => {},
  });
  process.env.DATABASE_URL = laptop.databaseUrl;
  let [kit, driver] = [0, 0];
  try {
    for (let round = 0; round < rounds; round++) {
      driver += await perSecond((index) =>
        raw.begin((tx) => tx`select id from avatars where id = ${`avt_${index}`}`),
      );
      kit += await perSecond((index) =>
        Actor.asSystem("bench", () =>
          transaction(() => sql`select id from avatars where id = ${`avt_${index}`}`),
        ),
      );
    }
  } finally {
    await Promise.all([disconnect(), raw.end()]);
    delete process.env.DATABASE_URL;
  }
  return [
    figure("transactions through the kit", kit / rounds, "/s", {
      baseline: driver / rounds,
      against: "the same through the driver alone",
    }),
  ];
}

async function perSecond(transact: (index: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < measureMs) await transact(count++);
  return count / ((performance.now() - began) / 1000);
}
