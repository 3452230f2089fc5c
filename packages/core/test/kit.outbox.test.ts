import * as AvatarEvent from "@vixen/core/avatar/event.ts";
import * as Actor from "@vixen/core/kit/actor.ts";
import { sql } from "@vixen/core/kit/db.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { publish, resolveTask, send, sendAll } from "@vixen/core/kit/outbox.ts";
import { lagSeconds, sweep } from "@vixen/core/kit/relay.ts";
import { sealTaskToken } from "@vixen/core/kit/task-token.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { elapse } from "./support/pump.ts";
import { newTenant, type Tenant } from "./support/tenant.ts";

useWorld();

const message = () => ({ generationId: createId("generation") });
const rows = ({ userId }: Tenant) => database()`
  select destination, target, attempts, last_error, leased_until, available_at
  from outbox
  where owner_id = ${userId}
  order by id`;

describe("The outbox", () => {
  it("delivers what was written once the transaction commits, and nothing when it does not", async () => {
    const tenant = await newTenant();
    const written = message();
    await tenant.tx(async () => {
      await send("generation", written);
      expect(cloud().messages).toEqual([]);
    });
    expect(cloud().messages.map(({ body }) => JSON.parse(body))).toMatchObject([
      { actor: { type: "user", userId: tenant.userId }, body: written },
    ]);
    await expect(
      tenant.tx(async () => {
        await send("generation", message());
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(cloud().messages).toHaveLength(1);
    expect(await rows(tenant)).toEqual([]);
  });

  it("keeps the entries of a batch that were refused, and sends only those again", async () => {
    const tenant = await newTenant();
    const messages = Array.from({ length: 23 }, message);
    cloud().refuse.entries = 5;
    await tenant.tx(() => sendAll("generation", messages));
    expect(cloud().messages).toHaveLength(18);
    expect(await rows(tenant)).toHaveLength(5);
    expect((await rows(tenant))[0]).toMatchObject({ last_error: "try again", leased_until: null });
    await elapse();
    await sweep();
    expect(await rows(tenant)).toEqual([]);
    const ids = cloud().messages.map(({ body }) => JSON.parse(body).body.generationId);
    expect(ids.sort()).toEqual(messages.map(({ generationId }) => generationId).sort());
  });

  it("keeps events that the bus refused although the call was answered 200", async () => {
    const tenant = await newTenant();
    const [first, second] = [createId("avatar"), createId("avatar")];
    cloud().refuse.entries = 1;
    await tenant.tx(async () => {
      await publish(AvatarEvent.Created, { avatarId: first });
      await publish(AvatarEvent.Created, { avatarId: second });
    });
    expect(cloud().events).toHaveLength(1);
    expect(await rows(tenant)).toMatchObject([{ target: "avatar.created", last_error: "InternalFailure" }]);
    await elapse();
    await sweep();
    expect(
      cloud()
        .events.map(({ detail }) => detail.body.avatarId)
        .sort(),
    ).toEqual([first, second].sort());
  });

  it("keeps everything when AWS refuses the call, and tells of it as lag", async () => {
    const tenant = await newTenant();
    cloud().refuse.calls = 3;
    await tenant.tx(() => send("generation", message()));
    expect(await rows(tenant)).toMatchObject([{ attempts: 1, last_error: "AccessDeniedException" }]);
    cloud().refuse.calls = 0;
    await database()`update outbox set created_at = now() - interval '90 seconds', available_at = now()`;
    expect(await lagSeconds()).toBeGreaterThan(89);
    expect(await sweep()).toBe(1);
    expect(await lagSeconds()).toBe(0);
  });

  it("is not swept while the lease of its writer holds, and is once it ran out", async () => {
    const tenant = await newTenant();
    armCrash("outbox.claimed");
    await tenant.tx(() => send("generation", message()));
    expect(await restart()).toBe(1);
    await database()`update outbox set leased_until = now() + interval '1 minute'`;
    expect(await sweep()).toBe(0);
    await elapse();
    expect(await sweep()).toBe(1);
    expect(cloud().messages).toHaveLength(1);
    expect(await rows(tenant)).toEqual([]);
  });

  it("sends again what was delivered by a process that died before it said so", async () => {
    const tenant = await newTenant();
    armCrash("outbox.delivered");
    await tenant.tx(() => send("generation", message()));
    expect(await restart()).toBe(1);
    expect(cloud().messages).toHaveLength(1);
    await elapse();
    await sweep();
    const [first, second, ...rest] = cloud().messages.map(({ body }) => JSON.parse(body));
    expect({ second, rest }).toEqual({ second: first, rest: [] });
    expect(await rows(tenant)).toEqual([]);
  });

  it("gives each row to one of two sweeps that run at the same moment", async () => {
    const tenant = await newTenant();
    cloud().refuse.calls = 100;
    await tenant.tx(() => sendAll("generation", Array.from({ length: 40 }, message)));
    cloud().refuse.calls = 0;
    await elapse();
    const found = await Promise.all([sweep(20), sweep(20), sweep(20)]);
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(new Set(cloud().messages.map(({ body }) => body)).size).toBe(40);
    expect(cloud().messages).toHaveLength(40);
  });

  it("drops an answer that no machine waits for any more", async () => {
    const tenant = await newTenant();
    await tenant.tx(() => resolveTask("stale token", { output: {} }));
    expect(await rows(tenant)).toEqual([]);
    expect(cloud().answers).toMatchObject([{ token: "stale token" }]);
  });

  it("hands the machine the token that a row keeps sealed, and never one that was another tenant's", async () => {
    const [tenant, other] = [await newTenant(), await newTenant()];
    const sealed = await tenant.as(() => sealTaskToken("the token"));
    expect(sealed).not.toContain("the token");
    await other.tx(() => resolveTask(sealed, { output: {} }));
    expect(cloud().answers).toEqual([]);
    expect(await rows(other)).toMatchObject([{ attempts: 1, last_error: expect.stringMatching(/belongs/) }]);
    await tenant.tx(() => resolveTask(sealed, { output: {} }));
    expect(cloud().answers).toMatchObject([{ token: "the token" }]);
  });

  it("shows no tenant a row, not even its own", async () => {
    const tenant = await newTenant();
    await expect(tenant.tx(async () => void (await sql`select id from outbox`))).rejects.toThrow(
      /permission denied/,
    );
    await expect(Actor.asUser(tenant.userId, async () => sweep())).resolves.toBe(0);
  });
});
