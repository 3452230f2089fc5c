import * as Needs from "@vixen/core/activity/needs.ts";
import { Identity, IdentityChecker, IdentityEdit, IdentityWriter } from "@vixen/core/avatar";
import * as Verdict from "@vixen/core/safety/verdict.ts";
import { describe, expect, it } from "vitest";
import { clearFaults, cloud, database, fault, sandbox, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { somebodyWaits } from "./support/locks.ts";
import { newAvatar } from "./support/persona.ts";
import { pump, repair } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

const insult = "You are a worthless idiot, dear reader.";

async function persona() {
  const tenant = await newTenant();
  const avatarId = await newAvatar(tenant);
  return {
    tenant,
    avatarId,
    edit: (change: object) =>
      tenant.as(async () => {
        const [row] = await database()`select identity_version from avatars where id = ${avatarId}`;
        await IdentityEdit.edit(avatarId, { version: Number(row?.identity_version), ...change });
      }),
    write: () => tenant.as(() => IdentityWriter.write(avatarId)),
    check: () => tenant.as(() => IdentityChecker.check(avatarId)),
    part: async (wanted: string) =>
      (await tenant.tx(() => Identity.list(avatarId))).find(({ kind }) => kind === wanted),
    needs: () => tenant.tx(() => Needs.list()),
    verdicts: () => tenant.tx(() => Verdict.list({ avatarId }, { limit: 20 })),
  };
}

const judged = () => pump({ only: "identity-check" });
const requests = () =>
  sandbox()
    .frame.calls.list({})
    .filter(({ path }) => path.endsWith("/moderations")).length;

describe("A text that a person typed about a persona", () => {
  it("has no verdict until a worker has judged it, which is written down with its words", async () => {
    const { edit, part, verdicts } = await persona();
    await edit({ backstory: "She grew up by the sea and mends old clocks." });
    expect(await part("backstory")).toMatchObject({ verdict: null, reasons: [] });
    expect((await judged()).errors).toEqual([]);
    expect(await part("backstory")).toMatchObject({ verdict: "allow", reasons: [] });
    expect(await verdicts()).toMatchObject([
      {
        place: "text",
        verdict: "allow",
        subject: { kind: "identity", text: "She grew up by the sea and mends old clocks." },
      },
    ]);
  });

  it("that does not pass says why and waits for a person, until it is reworded", async () => {
    const { edit, part, needs, avatarId } = await persona();
    await edit({ tone: "calm, dry, kind", occupation: insult });
    await judged();
    expect(await part("tone")).toMatchObject({ verdict: "allow" });
    const refused = await part("occupation");
    expect(refused?.verdict).toMatch(/review|block/);
    expect(refused?.reasons).toMatchObject([{ code: "harassment" }]);
    const need = { kind: "texts_refused", avatarId, count: 1 };
    expect(await needs()).toContainEqual(expect.objectContaining(need));
    await edit({ occupation: "Clockmaker" });
    expect(await part("occupation")).toMatchObject({ verdict: null, reasons: [] });
    expect(await needs()).not.toContainEqual(expect.objectContaining(need));
    await judged();
    expect(await part("occupation")).toMatchObject({ verdict: "allow" });
  });

  it("is not judged again when it is saved again as it was", async () => {
    const { edit, part } = await persona();
    await edit({ tone: "calm, dry, kind" });
    await judged();
    const asked = requests();
    await edit({ tone: "calm, dry, kind" });
    expect(await part("tone")).toMatchObject({ verdict: "allow" });
    await judged();
    expect(requests()).toBe(asked);
  });

  it("is judged once, however often its message comes", async () => {
    const { edit, check } = await persona();
    await edit({ tone: "calm, dry, kind" });
    await check();
    const asked = requests();
    await check();
    await judged();
    expect(requests()).toBe(asked);
  });

  it("that was typed while the one before was judged waits for a verdict of its own", async () => {
    const { edit, part, check, avatarId } = await persona();
    await edit({ occupation: "Clockmaker" });
    let checking: Promise<void> | undefined;
    await database().begin(async (sql) => {
      await sql`
        update identity_components set value = ${sql.json(insult)}
        where avatar_id = ${avatarId} and kind = 'occupation'`;
      checking = check();
      await somebodyWaits();
    });
    await checking;
    expect(await part("occupation")).toMatchObject({ value: insult, verdict: null });
    await repair();
    await judged();
    expect((await part("occupation"))?.verdict).not.toBe("allow");
  });

  it("waits while the moderation is out, and is asked for again when its message is lost", async () => {
    const { edit, part } = await persona();
    await edit({ tone: "calm, dry, kind" });
    await fault({ kind: "500", match: { provider: "openai", path: "/moderations" } });
    expect((await judged()).errors).toHaveLength(1);
    expect(await part("tone")).toMatchObject({ verdict: null });
    clearFaults();
    cloud().messages.length = 0;
    expect(await repair()).toMatchObject({ checksAsked: 1 });
    await judged();
    expect(await part("tone")).toMatchObject({ verdict: "allow" });
    expect(await repair()).toMatchObject({ checksAsked: 0 });
  });

  it.each(["identity-check.claimed", "identity-check.called", "outbox.claimed"])(
    "after a crash at %s is judged by the next delivery",
    async (point) => {
      const { edit, part } = await persona();
      if (point !== "outbox.claimed") await edit({ tone: "calm, dry, kind" });
      armCrash(point);
      if (point === "outbox.claimed") await edit({ tone: "calm, dry, kind" }).catch(() => undefined);
      await judged();
      expect(await restart()).toBeGreaterThan(0);
      expect(await part("tone")).toMatchObject({ verdict: null });
      await repair();
      await judged();
      expect(await part("tone")).toMatchObject({ verdict: "allow" });
    },
  );

  it("stops the writing of the rest when it does not pass, and is named", async () => {
    const { edit, part, write } = await persona();
    await edit({ occupation: insult });
    await expect(write()).rejects.toMatchObject({
      code: "identity_refused",
      message: expect.stringMatching(/occupation.* \(harassment\)\. Reword occupation,/),
    });
    expect(await part("bio")).toBeUndefined();
  });
});

describe("A text that a model wrote", () => {
  it("was judged with all the others, its tone too", async () => {
    const { write, part, verdicts } = await persona();
    await write();
    for (const kind of ["bio", "interests", "occupation", "backstory", "tone", "location"]) {
      expect(await part(kind), kind).toMatchObject({ verdict: "allow" });
    }
    const tone = (await part("tone"))?.value;
    const interests = (await part("interests"))?.value;
    const words = (await verdicts()).map(({ subject }) => subject.text);
    expect(words).toHaveLength(5);
    expect(words).toEqual(expect.arrayContaining([tone, [interests].flat().join(", ")]));
  });
});
