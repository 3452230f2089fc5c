import { describe, expect, test } from "vitest";
import { capsOf, isChord, matchesKey, type Pressed } from "./key-match.ts";

const pressed = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("a key matches", () => {
  test.each([
    ["j", pressed("j")],
    ["j", pressed("J")], // caps lock
    ["shift+x", pressed("X", { shiftKey: true })],
    ["?", pressed("?", { shiftKey: true })],
    ["?", pressed("?")],
    ["/", pressed("/", { shiftKey: true })], // a Spanish keyboard
    ["Enter", pressed("Enter")],
    ["mod+k", pressed("k", { ctrlKey: true })],
    ["mod+k", pressed("k", { metaKey: true })],
  ])("%s", (key, event) => expect(matchesKey(key, event)).toBe(true));
});

describe("a key does not match", () => {
  test.each([
    ["j", pressed("k")],
    ["j", pressed("j", { ctrlKey: true })],
    ["j", pressed("j", { altKey: true })],
    ["x", pressed("X", { shiftKey: true })],
    ["Enter", pressed("Enter", { shiftKey: true })],
    ["mod+k", pressed("k")],
    ["mod+k", pressed("k", { ctrlKey: true, altKey: true })],
  ])("%s", (key, event) => expect(matchesKey(key, event)).toBe(false));
});

test("only what needs Ctrl or ⌘ is a chord", () => {
  expect(["mod+k", "shift+x", "j"].map(isChord)).toEqual([true, false, false]);
});

test("caps are drawn as the reader's keyboard prints them", () => {
  expect(capsOf("mod+k", true)).toEqual(["⌘", "K"]);
  expect(capsOf("mod+k", false)).toEqual(["Ctrl", "K"]);
  expect(capsOf("ArrowLeft", false)).toEqual(["←"]);
});
