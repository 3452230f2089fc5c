/** EventBridge event patterns. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */

import { BlockList, isIP } from "node:net";

export type Pattern = { [key: string]: unknown };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isLeaf = (value: unknown) => value !== undefined && !isObject(value);

const expressions = new Map<string, RegExp>();

/** `*` is any text; `\*` and `\\` are themselves. */
function wildcard(pattern: string): RegExp {
  let expression = expressions.get(pattern);
  if (!expression) {
    const body = pattern.replace(/\\([\\*])|(\*)|([.+?^${}()|[\]\\])/g, (_all, escaped, star, special) => {
      if (star) return "[\\s\\S]*";
      return `\\${escaped ?? special}`;
    });
    expression = new RegExp(`^${body}$`);
    expressions.set(pattern, expression);
  }
  return expression;
}

function compareNumbers(operators: unknown, value: unknown): boolean {
  if (typeof value !== "number" || !Array.isArray(operators)) return false;
  for (let index = 0; index < operators.length; index += 2) {
    const bound = Number(operators[index + 1]);
    const holds = {
      "=": value === bound,
      "!=": value !== bound,
      "<": value < bound,
      "<=": value <= bound,
      ">": value > bound,
      ">=": value >= bound,
    }[String(operators[index])];
    if (!holds) return false;
  }
  return true;
}

function inSubnet(subnet: unknown, value: unknown): boolean {
  if (typeof value !== "string" || typeof subnet !== "string" || isIP(value) === 0) return false;
  const [address = "", bits = ""] = subnet.split("/");
  const family = (text: string) => (isIP(text) === 6 ? "ipv6" : "ipv4");
  if (family(address) !== family(value)) return false;
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family(address));
  return block.check(value, family(value));
}

function textTest(
  argument: unknown,
  value: unknown,
  test: (value: string, wanted: string) => boolean,
): boolean {
  if (typeof value !== "string") return false;
  if (typeof argument === "string") return test(value, argument);
  const folded = isObject(argument) ? argument["equals-ignore-case"] : undefined;
  return typeof folded === "string" && test(value.toLowerCase(), folded.toLowerCase());
}

function anythingBut(argument: unknown, value: unknown): boolean {
  if (Array.isArray(argument)) return argument.every((entry) => entry !== value);
  if (!isObject(argument)) return argument !== value;
  return Object.entries(argument).every(([operator, operand]) =>
    (Array.isArray(operand) && operator !== "numeric" ? operand : [operand]).every(
      (one) => !compare({ [operator]: one }, value),
    ),
  );
}

/** One entry of a pattern's list against one value. */
function compare(rule: unknown, value: unknown): boolean {
  if (!isObject(rule)) return rule === value;
  const [operator = "", argument] = Object.entries(rule)[0] ?? [];
  switch (operator) {
    case "prefix":
      return textTest(argument, value, (text, wanted) => text.startsWith(wanted));
    case "suffix":
      return textTest(argument, value, (text, wanted) => text.endsWith(wanted));
    case "equals-ignore-case":
      return textTest(argument, value, (text, wanted) => text.toLowerCase() === wanted.toLowerCase());
    case "wildcard":
      return textTest(argument, value, (text, wanted) => wildcard(wanted).test(text));
    case "numeric":
      return compareNumbers(argument, value);
    case "cidr":
      return inSubnet(argument, value);
    case "anything-but":
      return anythingBut(argument, value);
    default:
      throw new Error(`Unknown operator "${operator}" in an event pattern.`);
  }
}

function matchesLeaf(rules: unknown[], value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return rules.some((rule) => {
    if (isObject(rule) && "exists" in rule) return isLeaf(value) === rule.exists;
    return isLeaf(value) && values.some((one) => compare(rule, one));
  });
}

/** Whether the event satisfies every key of the pattern. Throws on an operator that EventBridge does not have. */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  const subject = isObject(event) ? event : {};
  return Object.entries(pattern).every(([key, rule]) => {
    if (key === "$or" && Array.isArray(rule) && rule.every(isObject)) {
      return rule.some((alternative) => matchesPattern(alternative, event));
    }
    const value = subject[key];
    if (Array.isArray(rule)) return matchesLeaf(rule, value);
    if (!isObject(rule)) throw new Error(`The pattern's value at "${key}" must be a list or an object.`);
    return Array.isArray(value)
      ? value.some((one) => matchesPattern(rule, one))
      : matchesPattern(rule, value);
  });
}
