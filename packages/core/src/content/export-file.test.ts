import { createHash } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type Entry, endingOf, pathOf, slugOf, zipOf } from "./export-file.ts";

describe("the name of a file in a zip", () => {
  it.each([
    ["Lía Montes", "lia-montes"],
    ["../../etc/passwd", "etc-passwd"],
    ["C:\\Windows\\System32", "c-windows-system32"],
    ["…", "persona"],
    ["花子", "persona"],
    ["", "persona"],
    ["CON", "persona"],
    ["lpt1", "persona"],
    ["<img src=x onerror=alert(1)>", "img-src-x-onerror-alert-1"],
    ["a\u0000b\nc", "a-b-c"],
    ["=cmd|' /C calc'!A0", "cmd-c-calc-a0"],
    [`${"very ".repeat(20)}long`, "very-very-very-very-very-very-very-very"],
  ])("made of %j is %s", (name, slug) => {
    expect(slugOf(name, "persona")).toBe(slug);
  });

  it("stays in the persona's folder, whatever template and persona are called", () => {
    const path = pathOf({ id: "pce_1", templateId: "../x" }, "../../..");
    expect(path).toBe("persona/pce_1-x");
  });

  it("ends as its picture does, from the endings there are", () => {
    expect(["a/b.jpg", "a/b.webp", "a/b.exe", "a/b"].map(endingOf)).toEqual(["jpg", "webp", "jpg", "jpg"]);
  });
});

it("a zip comes in pieces as its entries do, and holds them byte for byte", async () => {
  const at = new Date("2026-01-31T12:00:00Z");
  const picture = createHash("shake256", { outputLength: 100_000 }).update("picture").digest();
  let given = 0;
  async function* entries(): AsyncGenerator<Entry> {
    for (const entry of [
      { name: "a/1.jpg", body: picture, at },
      { name: "a/1.txt", body: "Café ☕\n", at },
    ]) {
      given += 1;
      yield entry;
    }
  }
  const parts: Uint8Array[] = [];
  for await (const part of zipOf(entries())) {
    if (parts.length === 0) expect(given).toBe(1);
    parts.push(part);
  }
  const files = unzipSync(Buffer.concat(parts));
  expect(Object.keys(files)).toEqual(["a/1.jpg", "a/1.txt"]);
  expect(Buffer.from(files["a/1.jpg"] ?? []).equals(picture)).toBe(true);
  expect(strFromU8(files["a/1.txt"] ?? new Uint8Array())).toBe("Café ☕\n");
});
