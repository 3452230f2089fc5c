import type { Dice } from "../dice.ts";

/** A string that matches a regular expression: literals, classes, groups, alternation and quantifiers. */
export function matching(pattern: string, dice: Dice): string {
  const { text, at } = alternatives(pattern, 0, dice);
  if (at < pattern.length || !new RegExp(pattern, "u").test(text)) {
    throw new PatternError(`the sandbox cannot write text for the pattern ${pattern}`);
  }
  return text;
}

export class PatternError extends Error {}

type Part = { text: string; at: number };

const letters = "abcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";
const printable = `${letters}${letters.toUpperCase()}${digits} _-.,`;
const escapes: Record<string, string> = {
  d: digits,
  w: `${letters}${digits}_`,
  s: " ",
  D: letters,
  W: "-.",
  S: `${letters}${digits}`,
  n: "\n",
  t: "\t",
  b: "",
  B: "",
};

function alternatives(pattern: string, start: number, dice: Dice): Part {
  const options: string[] = [];
  let at = start;
  for (;;) {
    const part = sequence(pattern, at, dice.fork(`option-${options.length}`));
    options.push(part.text);
    at = part.at;
    if (pattern[at] !== "|") return { text: dice.pick(options), at };
    at += 1;
  }
}

function sequence(pattern: string, start: number, dice: Dice): Part {
  let text = "";
  let at = start;
  while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") {
    const atom = readAtom(pattern, at);
    const { least, most, next } = quantifier(pattern, atom.at);
    const times = dice.integer(least, most);
    for (let count = 0; count < times; count += 1) text += atom.write(dice.fork(`${at}-${count}`));
    at = next;
  }
  return { text, at };
}

type Atom = { at: number; write(dice: Dice): string };

function readAtom(pattern: string, at: number): Atom {
  const character = pattern[at] ?? "";
  if (character === "^" || character === "$") return { at: at + 1, write: () => "" };
  if (character === ".") return { at: at + 1, write: (dice) => dice.pick([...letters]) };
  if (character === "[") return readClass(pattern, at);
  if (character === "(") return readGroup(pattern, at);
  if (character !== "\\") return { at: at + 1, write: () => character };
  const name = pattern[at + 1] ?? "";
  const property = /^\\[pP]\{([^}]+)\}/.exec(pattern.slice(at));
  if (property)
    return { at: at + property[0].length, write: (dice) => dice.pick([...alphabetOf(property[1] ?? "")]) };
  const alphabet = escapes[name];
  if (alphabet === undefined) return { at: at + 2, write: () => name };
  return { at: at + 2, write: (dice) => (alphabet === "" ? "" : dice.pick([...alphabet])) };
}

const alphabetOf = (property: string): string =>
  property === "Lu" ? letters.toUpperCase() : property.startsWith("N") ? digits : letters;

function readGroup(pattern: string, at: number): Atom {
  const head = /^\((?:\?(?::|<\w+>|[=!]|<[=!]))?/.exec(pattern.slice(at))?.[0] ?? "(";
  const isLook = /[=!]$/.test(head);
  const probe = alternatives(pattern, at + head.length, zero);
  return {
    at: probe.at + 1,
    write: (dice) => (isLook ? "" : alternatives(pattern, at + head.length, dice).text),
  };
}

/** Only finds where a group ends; its choices are thrown away. */
const zero: Dice = {
  roll: () => 0,
  chance: () => false,
  integer: (minimum) => minimum,
  pick: (items) => items[0] as (typeof items)[number],
  sample: (items, count) => items.slice(0, count),
  fork: () => zero,
};

function readClass(pattern: string, at: number): Atom {
  const end = /^\[\^?\]?(?:\\.|[^\]\\])*\]/.exec(pattern.slice(at))?.[0].length ?? 1;
  const source = pattern.slice(at, at + end);
  const allowed = [...printable, ...[...source].filter((one) => !"[]^\\".includes(one))].filter((one) =>
    new RegExp(`^${source}$`, "u").test(one),
  );
  return { at: at + end, write: (dice) => dice.pick(allowed) };
}

function quantifier(pattern: string, at: number): { least: number; most: number; next: number } {
  const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(pattern.slice(at));
  if (!found) return { least: 1, most: 1, next: at };
  const next = at + found[0].length;
  const sign = found[0][0];
  if (sign === "?") return { least: 0, most: 1, next };
  if (sign === "*") return { least: 0, most: 4, next };
  if (sign === "+") return { least: 1, most: 6, next };
  const least = Number(found[1]);
  const most = found[2] === "" ? least : found[3] ? Number(found[3]) : least + 4;
  return { least, most, next };
}
