import { Batch } from "@vixen/core/content";
import { Attempt } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { backoff, deadline, scaled } from "@vixen/core/kit/clock.ts";
import { findSecret, secret, setting } from "@vixen/core/kit/config.ts";
import { afterCommit, sql, transaction } from "@vixen/core/kit/db.ts";
import { ProviderError } from "@vixen/core/kit/error.ts";
import { limitTime } from "@vixen/core/kit/time-left.ts";
import { retryAfterMs } from "@vixen/core/provider/http-error.ts";
import * as Limit from "@vixen/core/provider/limit.ts";
import { withRetry } from "@vixen/core/provider/retry.ts";
import { afterEach, describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { newAvatar, readyAvatar } from "./support/persona.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

describe("A transaction", () => {
  it("belongs to one actor: another one inside it throws", async () => {
    const [one, other] = [await newTenant(), await newTenant()];
    await expect(one.tx(() => other.tx(async () => 1))).rejects.toThrow(
      "A transaction belongs to one actor.",
    );
    await expect(one.tx(() => Actor.asSystem("x", () => transaction(async () => 1)))).rejects.toThrow(
      /one actor/,
    );
  });

  it("is the only place for a query: outside one nothing runs as the login role", async () => {
    const tenant = await newTenant();
    expect(() => sql`select 1`).toThrow("No transaction here");
    await expect(tenant.as(async () => sql`select 1`)).rejects.toThrow("No transaction here");
    const [role] = await tenant.tx(
      () => sql<[{ role: string; tenant: string }]>`
      select current_user as role, current_setting('app.user_id') as tenant`,
    );
    expect(role).toEqual({ role: "vixen_app", tenant: tenant.userId });
  });

  it("joins a nested one, and loses both when the outer fails", async () => {
    const tenant = await newTenant();
    const write = (key: string) =>
      transaction(
        async () =>
          void (await sql`insert into idempotency_keys ${sql({
            ownerId: Actor.userId(),
            key,
            requestHash: "h",
            status: 1,
            response: sql.json({}),
          })}`),
      );
    await expect(
      tenant.tx(async () => {
        await write("inner");
        throw new Error("outer");
      }),
    ).rejects.toThrow("outer");
    const kept = await database()`select key from idempotency_keys where owner_id = ${tenant.userId}`;
    expect(kept).toEqual([]);
  });

  it("leaves nothing of its role behind for the next one on its connection", async () => {
    const tenant = await newTenant();
    await tenant.tx(() => sql`select 1`);
    const [after] = await Actor.asSystem("x", () =>
      transaction(() => sql<[{ tenant: string }]>`select current_setting('app.user_id', true) as tenant`),
    );
    expect(after.tenant).toBe("");
  });

  it("runs what is for after the commit, and outlives its failure", async () => {
    const tenant = await newTenant();
    const done: string[] = [];
    const answer = await tenant.tx(async () => {
      afterCommit(async () => {
        throw new Error("lost effect");
      });
      afterCommit(async () => void done.push("second"));
      return done.length;
    });
    expect({ answer, done }).toEqual({ answer: 0, done: ["second"] });
  });
});

describe("A setting that is missing", () => {
  const kept = { ...process.env };
  afterEach(() => Object.assign(process.env, kept));

  it("is named with where to give it", async () => {
    delete process.env.OPENAI_API_KEY;
    await expect(secret("OPENAI_API_KEY")).rejects.toThrow(
      "OPENAI_API_KEY is not set: give it in the environment or in the secret OpenAi.",
    );
    delete process.env.BUS_NAME;
    expect(() => setting("BUS_NAME")).toThrow(/BUS_NAME is not set on this function/);
  });

  it("is found in its owner's secret, and asked for again after that could not be read", async () => {
    delete process.env.MAIL_FROM;
    process.env.SST_Secret_value_Mail = "no json";
    await expect(findSecret("MAIL_FROM")).rejects.toThrow();
    process.env.SST_Secret_value_Mail = '{"MAIL_FROM":"a@b.example"}';
    expect(await secret("MAIL_FROM")).toBe("a@b.example");
    delete process.env.SST_Secret_value_Mail;
  });
});

describe("Time", () => {
  it("is scaled for waits, and back-off never exceeds its cap", () => {
    expect(scaled({ minutes: 1 })).toBe(600);
    expect(deadline({ minutes: 10 }).getTime()).toBeGreaterThan(Date.now());
    for (let attempt = 0; attempt < 40; attempt++) {
      expect(backoff(attempt, { base: { seconds: 1 }, cap: { seconds: 8 } })).toBeLessThanOrEqual(80);
    }
  });

  it("that a provider asks for is read from seconds and dates, and from nothing else", () => {
    expect(retryAfterMs("7")).toBe(7_000);
    expect(retryAfterMs(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(50_000);
    expect([retryAfterMs("soon"), retryAfterMs(null)]).toEqual([undefined, undefined]);
  });
});

describe("A repetition", () => {
  const failure = (options: { retryable: boolean; outcomeUnknown?: boolean }) =>
    new ProviderError("test", "no", options);
  const count = async (error: Error, options: Parameters<typeof withRetry>[1]) => {
    let calls = 0;
    await withRetry(async () => {
      calls += 1;
      throw error;
    }, options).catch(() => undefined);
    return calls;
  };

  it("comes for what may be repeated, eight times in all, and never for a purchase that may have happened", async () => {
    expect(await count(failure({ retryable: true }), {})).toBe(8);
    expect(await count(failure({ retryable: false }), {})).toBe(1);
    expect(await count(new Error("a bug"), {})).toBe(1);
    expect(await count(failure({ retryable: true }), { isPurchase: true, attempts: 3 })).toBe(3);
    expect(await count(failure({ retryable: true, outcomeUnknown: true }), { isPurchase: true })).toBe(1);
  });

  it("is left to whoever asks later when the provider wants a longer wait than there is", async () => {
    const busy = new ProviderError("test", "no", { retryable: true, retryAfterMs: 30_000 });
    expect(await count(busy, { longestWait: { seconds: 2 } })).toBe(1);
    expect(await count(busy, { attempts: 2 })).toBe(2);
    limitTime(() => 5_100);
    // What is left is 100 ms, and the scaled wait 300.
    expect(await count(busy, { attempts: 2 })).toBe(1);
    limitTime(() => Number.POSITIVE_INFINITY);
  });
});

describe("The limit of creations", () => {
  it("tells those without a place how long to wait, and stands open when it is lost", async () => {
    expect(await Limit.replicateCreation()).toBe(0);
    cloud().limit.left = 0;
    expect(await Limit.replicateCreation()).toBeGreaterThan(0);
    cloud().refuse.calls = 100;
    expect(await Limit.replicateCreation()).toBe(0);
  });
});

describe("The database itself", () => {
  it("refuses a persona below eighteen, whoever asks", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant);
    await expect(database()`update avatars set age = 17 where id = ${avatarId}`).rejects.toThrow(
      /check constraint/,
    );
    await expect(tenant.tx(async () => void (await sql`update avatars set age = 17`))).rejects.toThrow(
      /check constraint/,
    );
  });

  it("refuses a piece that does not say an AI made it", async () => {
    const { tenant, avatarId } = await readyAvatar();
    await tenant.as(() => Batch.start({ avatarId, count: 1 }));
    for (const change of [
      "is_ai_generated = false",
      "is_ai_generated = null",
      "provenance = ''",
      "tier = ''",
    ]) {
      await expect(database().unsafe(`update content_pieces set ${change}`)).rejects.toThrow(/constraint/);
    }
  });

  it("refuses a second open attempt for the same thing", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant);
    const attempt = {
      avatarId,
      subjectKind: "generation",
      subjectId: "gen_x",
      batchId: null,
      model: "m",
    } as const;
    const both = await Promise.all([1, 2].map(() => tenant.tx(() => Attempt.claim(attempt))));
    expect(both.filter((id) => id !== undefined)).toHaveLength(1);
  });
});
