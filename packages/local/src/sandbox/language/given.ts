import { spokenName } from "./words.ts";

/** One named value found in a prompt: from JSON, from a `Label: value` line, from a tag or from a list under a label. */
export type Given = { path: string[]; value: string | number | boolean };

/** Everything the prompt states by name, in the order it is stated. */
export function readGiven(text: string): Given[] {
  const found: Given[] = [];
  takeLines(takeTags(takeJson(text, found), found), found);
  return found;
}

/** Moves every parseable JSON object or array of the text into `found`; gives the text that is left. */
function takeJson(text: string, found: Given[]): string {
  let rest = "";
  let index = 0;
  while (index < text.length) {
    const character = text[index];
    const end = character === "{" || character === "[" ? closing(text, index) : undefined;
    const value = end === undefined ? undefined : parse(text.slice(index, end));
    if (end === undefined || value === undefined) {
      rest += character;
      index += 1;
      continue;
    }
    const label = /([\p{L}][\p{L}\p{N} _-]{0,40})\s*[:=]\s*$/u.exec(rest)?.[1];
    flatten(value, label ? [spokenName(label)] : [], found);
    rest += "\n";
    index = end;
  }
  return rest;
}

function closing(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A brace in prose is not JSON: the caller goes on with it as text.
    return undefined;
  }
}

function flatten(value: unknown, path: string[], found: Given[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) flatten(item, [...path, String(index)], found);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) flatten(item, [...path, spokenName(key)], found);
  } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    found.push({ path, value });
  }
}

function takeTags(text: string, found: Given[]): string {
  return text.replace(/<([a-z][\w-]{0,40})>([^<]*)<\/\1>/gi, (_whole, tag: string, value: string) => {
    found.push({ path: [spokenName(tag)], value: value.trim() });
    return "\n";
  });
}

const labelled = /^[\s>*•-]*\**([\p{L}][\p{L}\p{N} _/()-]{0,40}?)\**\s*[:=]\**\s*(.*)$/u;
/** "Name: Luna. Age: 24" is two lines in one; a colon inside a sentence is not, hence only known labels. */
const inlineBreak =
  /\n|(?<=[.;,|·])\s+(?=(?:name|age|niche|style|city|country|location|language|scene|mood|tone|platform|limit|gender|nombre|edad|nicho|estilo|ciudad|pais|país|idioma|escena|tono|plataforma|limite|límite)\s*:)/iu;
const listed = /^\s*(?:[-*•]|\d{1,2}[.)])\s+(.+)$/;

function takeLines(text: string, found: Given[]): void {
  let heading: string | undefined;
  let count = 0;
  for (const line of text.split(inlineBreak)) {
    const item = listed.exec(line)?.[1];
    if (item !== undefined && heading !== undefined) {
      found.push({ path: [heading, String(count)], value: unquote(item) });
      count += 1;
      continue;
    }
    const [, label, value] = labelled.exec(line) ?? [];
    if (label !== undefined && value !== undefined) {
      heading = value.trim() === "" ? spokenName(label) : undefined;
      count = 0;
      if (heading === undefined) found.push({ path: [spokenName(label)], value: unquote(value) });
    } else if (line.trim() !== "") {
      // "Bio:" on a line of its own, its text on the next.
      if (heading !== undefined && count === 0) found.push({ path: [heading], value: unquote(line) });
      heading = undefined;
    }
  }
}

const unquote = (text: string): string =>
  text
    .trim()
    .replace(/[;|·]$/, "")
    .replace(/^["“«'](.*)["”»']\.?$/su, "$1")
    .trim();
