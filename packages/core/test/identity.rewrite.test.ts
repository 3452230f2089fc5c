import { Identity, IdentityEdit, IdentityRewriter, IdentityWrite, IdentityWriter } from "@vixen/core/avatar";
import { describe, expect, it } from "vitest";
import { cloud, database, fault, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { newAvatar } from "./support/persona.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

async function written() {
  const tenant = await newTenant();
  const avatarId = await newAvatar(tenant);
  await tenant.as(() => IdentityWriter.write(avatarId));
  const parts = () => tenant.tx(() => Identity.list(avatarId));
  const partOf = async (kind: string) => (await parts()).find((part) => part.kind === kind)?.value;
  return {
    tenant,
    avatarId,
    parts,
    partOf,
    edit: (change: object) =>
      tenant.as(async () => {
        const [row] = await database()`select identity_version from avatars where id = ${avatarId}`;
        await IdentityEdit.edit(avatarId, { version: Number(row?.identity_version), ...change });
      }),
    request: () => tenant.as(() => IdentityWrite.request(avatarId)),
    rewrite: (id: string) => tenant.as(() => IdentityRewriter.rewrite(avatarId, id)),
    latest: () => tenant.tx(() => IdentityWrite.findLatest(avatarId)),
    booked: async () => {
      const [row] = await database()`
        select count(distinct provider_ref)::int as calls from cost_entries
        where owner_id = ${tenant.userId} and kind = 'text'`;
      return Number(row?.calls);
    },
  };
}

describe("An identity written anew", () => {
  it("keeps what is locked, says which model wrote the rest, and is booked", async () => {
    const { edit, parts, partOf, request, rewrite, latest, booked } = await written();
    await edit({ occupation: "Lighthouse keeper", locks: { occupation: true } });
    const [before, spent] = [await partOf("backstory"), await booked()];
    const { id, kinds } = await request();
    expect(kinds).toEqual(["bio", "interests", "backstory", "tone"]);
    await rewrite(id);
    expect((await latest())?.status).toBe("succeeded");
    const after = await parts();
    expect(after.find(({ kind }) => kind === "occupation")).toMatchObject({
      value: "Lighthouse keeper",
      origin: "typed",
      isLocked: true,
      model: null,
    });
    expect(after.find(({ kind }) => kind === "backstory")).toMatchObject({ model: "gpt-4o-mini" });
    expect(await partOf("backstory")).not.toBe(before);
    expect(await partOf("bio")).toMatch(/IA|AI/);
    expect(await booked()).toBeGreaterThan(spent);
  });

  it("is written once, however often its message comes", async () => {
    const { request, rewrite, partOf, booked } = await written();
    const { id } = await request();
    await rewrite(id);
    const [bio, spent] = [await partOf("bio"), await booked()];
    await rewrite(id);
    expect([await partOf("bio"), await booked()]).toEqual([bio, spent]);
  });

  it.each(["identity.claimed", "identity.called"])(
    "after a crash at %s it is finished by the next delivery",
    async (point) => {
      const { request, rewrite, latest } = await written();
      const { id } = await request();
      armCrash(point);
      await rewrite(id).catch(() => undefined);
      await restart();
      expect((await latest())?.status).toBe("writing");
      await rewrite(id);
      expect((await latest())?.status).toBe("succeeded");
    },
  );

  it("leaves what a person typed meanwhile", async () => {
    const { edit, request, rewrite, partOf } = await written();
    const { id } = await request();
    await edit({ tone: "salty, brief, kind" });
    await rewrite(id);
    expect(await partOf("tone")).toBe("salty, brief, kind");
  });

  it("that cannot be had stays as it was, and may be asked for again", async () => {
    const { request, rewrite, parts, latest } = await written();
    const before = await parts();
    const { id } = await request();
    await fault({ kind: "500", match: { provider: "openai" }, rate: 1 });
    await fault({ kind: "500", match: { provider: "anthropic" }, rate: 1 });
    // The queue brings it again: nothing is lost and nothing is half written.
    await expect(rewrite(id)).rejects.toMatchObject({ retryable: true });
    expect(await parts()).toEqual(before);
    await database()`update identity_writes set deadline_at = now() - interval '1 minute' where id = ${id}`;
    const again = await request();
    expect(again.id).not.toBe(id);
    expect(await latest()).toMatchObject({ id: again.id, status: "queued" });
    expect(cloud().events.filter(({ type }) => type === "avatar.identity_requested")).toHaveLength(2);
  });
});
