import { isSchema, type JsonSchema, lookUp, typesOf } from "./json-schema.ts";

const forbidden = [
  "allOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentRequired",
  "dependentSchemas",
  "patternProperties",
  "unevaluatedProperties",
  "propertyNames",
  "contains",
  "uniqueItems",
  "default",
];
const formats = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

type Count = { properties: number; enumValues: number; characters: number };

/** What OpenAI's strict mode would refuse, in its words; undefined when the schema is fine. */
export function strictViolation(schema: unknown): string | undefined {
  if (!isSchema(schema)) return "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'.";
  if (schema.anyOf !== undefined) return "In context=(), 'anyOf' is not permitted at the root.";
  const rootType = schema.$ref === undefined ? schema.type : lookUp(schema.$ref, schema)?.type;
  if (rootType !== "object") {
    const got = rootType === undefined ? "None" : [rootType].flat().join(",");
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${got}"'.`;
  }
  const count: Count = { properties: 0, enumValues: 0, characters: 0 };
  return visit(schema, [], schema, 0, count) ?? overLimits(count);
}

function overLimits(count: Count): string | undefined {
  if (count.properties > 5000) return "The schema has more than 5000 object properties.";
  if (count.enumValues > 1000) return "The schema has more than 1000 enum values.";
  if (count.characters > 120_000) return "The names and enum values of the schema exceed 120000 characters.";
  return undefined;
}

function visit(
  schema: JsonSchema,
  path: string[],
  root: JsonSchema,
  depth: number,
  count: Count,
): string | undefined {
  const context = `In context=(${path.map((part) => `'${part}'`).join(", ")}${path.length === 1 ? "," : ""})`;
  if (depth > 10) return `${context}, the schema nests deeper than 10 levels.`;
  const keyword = forbidden.find((name) => name in schema);
  if (keyword !== undefined) return `${context}, '${keyword}' is not permitted.`;
  if (schema.$ref !== undefined && !lookUp(schema.$ref, root)) {
    return `${context}, reference can only point to definitions defined at the top level of the schema.`;
  }
  if (schema.format !== undefined && !formats.includes(schema.format)) {
    return `${context}, '${schema.format}' is not a valid format.`;
  }
  if (schema.enum) {
    count.enumValues += schema.enum.length;
    const length = schema.enum.reduce<number>((sum, value) => sum + String(value).length, 0);
    count.characters += length;
    if (schema.enum.length > 250 && length > 15_000) return `${context}, the enum exceeds 15000 characters.`;
  }
  if (typesOf(schema).includes("object")) {
    const wrong = objectViolation(schema, context, count);
    if (wrong !== undefined) return wrong;
  }
  if (typesOf(schema).includes("array") && !isSchema(schema.items) && !schema.prefixItems) {
    return `${context}, array schema missing items.`;
  }
  const known = ["$ref", "enum", "const", "anyOf"].some((name) => name in schema);
  if (typesOf(schema).length === 0 && !known) return `${context}, schema must have a 'type' key.`;
  return visitChildren(schema, path, root, depth, count);
}

function objectViolation(schema: JsonSchema, context: string, count: Count): string | undefined {
  const names = Object.keys(schema.properties ?? {});
  count.properties += names.length;
  count.characters += names.join("").length;
  if (schema.additionalProperties !== false) {
    return `${context}, 'additionalProperties' is required to be supplied and to be false.`;
  }
  const missing = names.find((name) => !schema.required?.includes(name));
  if (missing !== undefined) {
    return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  }
  const extra = schema.required?.find((name) => !names.includes(name));
  return extra === undefined
    ? undefined
    : `${context}, 'required' includes '${extra}', which is not a property.`;
}

function visitChildren(
  schema: JsonSchema,
  path: string[],
  root: JsonSchema,
  depth: number,
  count: Count,
): string | undefined {
  const groups: [string, JsonSchema | undefined, number][] = [
    ...Object.entries(schema.properties ?? {}).map(([name, child]): [string, JsonSchema, number] => [
      `properties/${name}`,
      child,
      depth + 1,
    ]),
    ["items", schema.items, depth],
    ...(schema.anyOf ?? []).map((child, index): [string, JsonSchema, number] => [
      `anyOf/${index}`,
      child,
      depth,
    ]),
    ...Object.entries({ ...schema.$defs, ...schema.definitions }).map(
      ([name, child]): [string, JsonSchema, number] => [`$defs/${name}`, child, 1],
    ),
  ];
  for (const [name, child, at] of groups) {
    if (!isSchema(child)) continue;
    const wrong = visit(child, [...path, ...name.split("/")], root, at, count);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
