import { Identity, IdentityChecker, IdentityEdit, IdentityWrite, IdentityWriter } from "@vixen/core/avatar";
import { Batch, Hook, Piece } from "@vixen/core/content";
import { describe, expect, it } from "vitest";
import { database, fault, useWorld } from "./harness.ts";
import { newAvatar, readyAvatar } from "./support/persona.ts";
import { modelSays, useScriptedText } from "./support/scripted-text.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();
useScriptedText();

const identity = {
  bio: "Trails at dawn.",
  interests: ["trails", "maps", "coffee"],
  occupation: "Mountain guide",
  backstory: "She grew up near the sea and moved to the hills.",
  tone: "calm, warm, dry",
};

async function draftAvatar() {
  const tenant = await newTenant();
  const avatarId = await newAvatar(tenant);
  const calls = async () =>
    (await database()`
      select provider, status from provider_calls where owner_id = ${tenant.userId} and kind = 'text'
    `) as unknown as { provider: string; status: string }[];
  return {
    tenant,
    avatarId,
    calls,
    write: () => tenant.as(() => IdentityWriter.write(avatarId)),
    parts: () => tenant.tx(() => Identity.list(avatarId)),
    latest: () => tenant.tx(() => IdentityWrite.findLatest(avatarId)),
  };
}

describe("An identity as a model answers it", () => {
  it.each([
    ["a bio of a whole page", { bio: "Trails. ".repeat(60) }],
    ["an empty bio", { bio: "  " }],
    ["an endless occupation", { occupation: "guide ".repeat(40) }],
    ["an endless backstory", { backstory: "She walked on. ".repeat(200) }],
    ["an interest that is a story", { interests: ["trails", "maps", "a".repeat(41)] }],
    ["an endless tone", { tone: "calm, ".repeat(30) }],
  ])("is none with %s: another is asked for", async (_what, wrong) => {
    const { write, parts, calls } = await draftAvatar();
    let asked = 0;
    modelSays((name) => {
      if (name === "identity_review") return { contradictions: [] };
      if (name !== "identity") return undefined;
      asked++;
      return asked === 1 ? { ...identity, ...wrong } : identity;
    });
    await write();
    expect(asked).toBe(2);
    const occupation = (await parts()).find(({ kind }) => kind === "occupation");
    expect(occupation?.value).toBe("Mountain guide");
    // What was answered was billed, whatever it was worth.
    expect((await calls()).filter(({ provider }) => provider === "openai")).toHaveLength(3);
  });

  it("that never fits is the provider's error, which says what was expected", async () => {
    const { write, parts } = await draftAvatar();
    await fault({ kind: "garbage", match: { provider: "anthropic" }, rate: 1 });
    modelSays((name) => (name === "identity" ? { ...identity, tone: "x".repeat(121) } : undefined));
    await expect(write()).rejects.toMatchObject({
      name: "RetryableProviderError",
      code: "unexpected_answer",
      message: "anthropic answered something else than a message.",
    });
    expect(await parts()).toEqual([]);
  });

  it("keeps what its review holds against it, for a person to see", async () => {
    const { tenant, avatarId, write, parts, latest } = await draftAvatar();
    modelSays((name) => {
      if (name === "identity") return identity;
      if (name !== "identity_review") return undefined;
      return { contradictions: [{ field: "backstory", problem: "It is by the sea and in the hills." }] };
    });
    await write();
    expect(await latest()).toMatchObject({
      status: "succeeded",
      kinds: ["bio", "interests", "occupation", "backstory", "tone"],
      contradictions: ["backstory: It is by the sea and in the hills."],
    });
    expect((await parts()).find(({ kind }) => kind === "bio")?.confidence).toBe(0.5);
    // A rewriting may follow, and a stranger sees nothing of it.
    const stranger = await newTenant();
    expect(await stranger.tx(() => IdentityWrite.findLatest(avatarId))).toBeUndefined();
    expect((await tenant.as(() => IdentityWrite.request(avatarId))).status).toBe("queued");
  });

  it("has nothing to be seen where its review is content", async () => {
    const { tenant, avatarId, write, latest } = await draftAvatar();
    await tenant.as(() => IdentityEdit.edit(avatarId, { version: 1, tone: "salty, brief, kind" }));
    modelSays((name) => {
      if (name === "identity") return identity;
      return name === "identity_review" ? { contradictions: [] } : undefined;
    });
    await write();
    expect(await latest()).toBeUndefined();
  });
});

describe("A hook as a model answers it", () => {
  const good = ["The trail was mine alone", "Dawn tastes of pine", "My boots know the way"];

  async function writeOne() {
    const { tenant, avatarId } = await readyAvatar();
    const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 1, tier: "public" }));
    const find = async () => (await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 1 })))[0];
    const pieceId = (await find())?.id ?? "";
    return { write: () => tenant.as(() => Hook.write(pieceId)), find };
  }

  it.each(["", "   ", "…!?", "-".repeat(300)])(
    "is none when it is %j: others are asked for",
    async (nothing) => {
      const { write, find } = await writeOne();
      let asked = 0;
      modelSays((name) => {
        if (name === "hook_critique") return { best: 1, problems: [], rewrite: nothing };
        if (name !== "hook_draft") return undefined;
        asked++;
        return { hooks: asked === 1 ? [nothing, ...good.slice(1)] : good };
      });
      await write();
      expect(asked).toBe(2);
      // A rewriting that says nothing leaves the best draft as it is.
      expect(await find()).toMatchObject({ hook: good[0], copyStatus: "allow" });
    },
  );

  it("that still begs for reactions after a second round waits for a person, with the reason", async () => {
    const { write, find } = await writeOne();
    let rounds = 0;
    modelSays((name) => {
      if (name === "hook_critique") return { best: 1, problems: [], rewrite: "Double tap if you love dawn" };
      if (name !== "hook_draft") return undefined;
      rounds++;
      return { hooks: good };
    });
    await write();
    expect(rounds).toBe(2);
    expect(await find()).toMatchObject({
      hook: "Double tap if you love dawn",
      copyStatus: "review",
      reasons: [{ code: "engagement_bait", place: "text" }],
    });
  });

  it("is asked for in the tone that a person typed only once that has passed", async () => {
    const { tenant, avatarId } = await readyAvatar();
    await tenant.as(() => IdentityEdit.edit(avatarId, { version: 1, tone: "calm, dry, kind" }));
    const tones = new Set<string>();
    modelSays((_name, prompt) => {
      for (const [tone] of prompt.matchAll(/^Tone: .*$/gm)) tones.add(tone);
      return undefined;
    });
    const toneOfHook = async () => {
      const { id } = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 1, tier: "public" }));
      const [piece] = await tenant.tx(() => Piece.list({ batchId: id }, { limit: 1 }));
      tones.clear();
      await tenant.as(() => Hook.write(piece?.id ?? ""));
      return [...tones];
    };
    expect(await toneOfHook()).toEqual(["Tone: warm"]);
    await tenant.as(() => IdentityChecker.check(avatarId));
    expect(await toneOfHook()).toEqual(["Tone: calm, dry, kind"]);
  });
});
