import { beforeEach, describe, expect, it } from "vitest";
import * as Actor from "../src/kit/actor.ts";
import { transaction } from "../src/kit/db.ts";
import { createId } from "../src/kit/id.ts";
import { send, sendAll } from "../src/kit/outbox.ts";
import { lagSeconds, sweep } from "../src/kit/relay.ts";
import { database, newUser, useDatabase } from "./support/database.ts";
import { loseQueue, reachQueue, received, useQueue } from "./support/queues.ts";

useDatabase();
useQueue();

beforeEach(async () => {
  await database()`truncate outbox`;
  reachQueue();
  await received();
});

const newMessage = () => ({ generationId: createId("generation") });
const rows = () => database()`select id, attempts, leased_until, last_error from outbox order by id`;
/** As if the process that wrote the rows had died right after its commit. */
const lapse = () =>
  database()`
    update outbox
    set leased_until = now() - interval '1 second', available_at = now() - interval '1 minute',
      created_at = now() - interval '1 minute'`;

describe("the outbox", () => {
  it("delivers right after the commit, in the sender's name, and keeps nothing", async () => {
    const userId = await newUser();
    const messages = Array.from({ length: 23 }, newMessage);
    await Actor.asUser(userId, () => transaction(() => sendAll("generation", messages)));
    const arrived = await received();
    expect(arrived.map(({ body }) => body.generationId).sort()).toEqual(
      messages.map((m) => m.generationId).sort(),
    );
    expect(arrived[0]?.actor).toEqual({ type: "user", userId });
    expect(await rows()).toEqual([]);
  });

  it("sends nothing of a transaction that fails", async () => {
    const userId = await newUser();
    const failed = Actor.asUser(userId, () =>
      transaction(async () => {
        await send("generation", newMessage());
        throw new Error("no");
      }),
    );
    await expect(failed).rejects.toThrow("no");
    expect([await rows(), await received()]).toEqual([[], []]);
  });

  it("keeps what the queue refused, with the reason, and the sweep delivers it later", async () => {
    const userId = await newUser();
    const message = newMessage();
    loseQueue();
    await Actor.asUser(userId, () => transaction(() => send("generation", message)));
    const [left] = await rows();
    expect(left).toMatchObject({ attempts: 1, leased_until: null, last_error: expect.any(String) });
    reachQueue();
    await lapse();
    expect(await lagSeconds()).toBeGreaterThan(50);
    expect(await sweep()).toBe(1);
    expect((await received()).map(({ body }) => body)).toEqual([message]);
    expect([await rows(), await lagSeconds()]).toEqual([[], 0]);
  });

  it("lags more with each sweep that everything refuses, though each row backs off", async () => {
    const userId = await newUser();
    loseQueue();
    await Actor.asUser(userId, () =>
      transaction(() => send("generation", newMessage(), { delaySeconds: 900 })),
    );
    const lags: number[] = [];
    for (let minute = 1; minute <= 5; minute++) {
      // A minute passes for the row, whose back-off never lasts as long.
      await database()`
        update outbox
        set created_at = created_at - interval '1 minute', available_at = least(available_at, now())`;
      lags.push(Math.floor((await lagSeconds()) / 60));
      expect(await sweep()).toBe(1);
    }
    expect(lags).toEqual([1, 2, 3, 4, 5]);
    await database()`update outbox set leased_until = now() + interval '30 seconds'`;
    expect(await lagSeconds()).toBeGreaterThan(299);
  });

  it("leaves rows alone whose writer may still be at it, and delivers each once when two sweeps meet", async () => {
    const userId = await newUser();
    loseQueue();
    await Actor.asUser(userId, () =>
      transaction(() => sendAll("generation", Array.from({ length: 30 }, newMessage))),
    );
    reachQueue();
    await database()`update outbox set leased_until = now() + interval '30 seconds', available_at = now()`;
    expect(await sweep()).toBe(0);
    await lapse();
    const counts = await Promise.all([sweep(), sweep()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(new Set((await received()).map((envelope) => envelope.id)).size).toBe(30);
    expect(await rows()).toEqual([]);
  });
});
