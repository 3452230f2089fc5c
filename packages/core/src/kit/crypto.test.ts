import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { isSealed, open, type Place, reseal, seal } from "./crypto.ts";

const key = (id: string, bytes = randomBytes(32)) => `${id}:${bytes.toString("base64")}`;
const [first, second] = [key("2026-01"), key("2026-07")];
const place: Place = ["platform token", "usr_1", "row_1"];

beforeEach(() => {
  process.env.SEALING_KEYS = first;
});

describe("a sealed text", () => {
  it("opens for the place it was sealed for, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(
        // Strings as a database can hold them: a lone surrogate is none.
        fc.string({ unit: "grapheme" }),
        fc.tuple(fc.string(), fc.string()),
        async (text, [owner, row]) => {
          const sealed = await seal(text, ["token", owner, row]);
          expect(isSealed(sealed)).toBe(true);
          expect(await open(sealed, ["token", owner, row])).toBe(text);
        },
      ),
    );
  });

  it("shows nothing of what is in it, and looks different each time", async () => {
    const texts = await Promise.all([seal("very secret", place), seal("very secret", place)]);
    expect(texts[0]).not.toBe(texts[1]);
    for (const text of texts) {
      expect(text).toMatch(/^sealed\.1\.2026-01\.[\w-]+$/);
      expect(Buffer.from(text.split(".").at(-1) ?? "", "base64url").toString("latin1")).not.toContain(
        "secret",
      );
    }
  });

  it("stays shut when any letter of it was changed", async () => {
    const sealed = await seal("very secret", place);
    const from = sealed.lastIndexOf(".") + 1;
    for (let index = from; index < sealed.length; index++) {
      const letter = sealed[index] === "A" ? "B" : "A";
      const changed = `${sealed.slice(0, index)}${letter}${sealed.slice(index + 1)}`;
      await expect(open(changed, place)).rejects.toMatchObject({ name: "SealError" });
    }
  });

  it.each<Place>([
    ["platform token", "usr_2", "row_1"],
    ["platform token", "usr_1", "row_2"],
    ["another token", "usr_1", "row_1"],
    ["platform token", "usr_1"],
    ["platform token", "usr_1row_1"],
    ["platform token", 'usr_1","row_1'],
  ])("stays shut for another place: %j %j %j", async (...other) => {
    const sealed = await seal("very secret", place);
    await expect(open(sealed, other as unknown as Place)).rejects.toMatchObject({ code: "not_authentic" });
  });

  it.each(["", "plain", "sealed.1.", "sealed.1.2026-01.", "sealed.1.2026-01.AAAA", "sealed.2.2026-01.AAAA"])(
    "is told from %j",
    async (text) => {
      await expect(open(text, place)).rejects.toMatchObject({ code: "not_sealed" });
    },
  );

  it("does not open with another key under the same name, nor under another name", async () => {
    const sealed = await seal("very secret", place);
    process.env.SEALING_KEYS = key("2026-01");
    await expect(open(sealed, place)).rejects.toMatchObject({ code: "not_authentic" });
    process.env.SEALING_KEYS = `${first},${first.replace("2026-01", "2026-07")}`;
    const renamed = sealed.replace("2026-01", "2026-07");
    await expect(open(renamed, place)).rejects.toMatchObject({ code: "not_authentic" });
  });
});

describe("a change of keys", () => {
  it("seals with the first and opens what any of them sealed", async () => {
    const old = await seal("very secret", place);
    process.env.SEALING_KEYS = `${second},${first}`;
    const young = await seal("very secret", place);
    expect(young).toMatch(/^sealed\.1\.2026-07\./);
    expect(await open(old, place)).toBe("very secret");
    expect(await open(young, place)).toBe("very secret");
  });

  it("seals anew what has an old key, and then does without it", async () => {
    const old = await seal("very secret", place);
    process.env.SEALING_KEYS = `${second},${first}`;
    const young = await reseal(old, place);
    expect(await reseal(young, place)).toBe(young);
    await expect(reseal(old, ["platform token", "usr_2", "row_1"])).rejects.toMatchObject({
      code: "not_authentic",
    });
    process.env.SEALING_KEYS = second;
    expect(await open(young, place)).toBe("very secret");
    await expect(open(old, place)).rejects.toMatchObject({
      code: "key_unknown",
      message: "This was sealed with the key 2026-01, which SEALING_KEYS lacks.",
    });
  });

  it.each([
    "no-key",
    "short:AAAA",
    `${first},`,
    `${first},${first}`,
    `Upper:${randomBytes(32).toString("base64")}`,
  ])("is refused when SEALING_KEYS is %j, without its value in the sentence", async (keys) => {
    process.env.SEALING_KEYS = keys;
    const error: Error = await seal("very secret", place).then(
      () => new Error("it was sealed"),
      (thrown: Error) => thrown,
    );
    expect(error.message).toMatch(/^SEALING_KEYS must be id:key,id:key/);
    expect(error.message).not.toContain(keys);
  });

  it("names SEALING_KEYS when there are none", async () => {
    process.env.SEALING_KEYS = "";
    await expect(seal("very secret", place)).rejects.toThrow("SEALING_KEYS is not set");
  });
});
