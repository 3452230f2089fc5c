import { isSchema, type JsonSchema, typesOf } from "../language/schema/json-schema.ts";

/** Keywords Anthropic's structured outputs refuse; its SDK's helpers move them into descriptions. */
const unsupported = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "maxItems",
  "uniqueItems",
  "oneOf",
  "not",
  "if",
  "patternProperties",
];

/** Why Anthropic would refuse the schema for a constrained answer; undefined when it would not. */
export function schemaViolation(schema: unknown, path = "output_config.format.schema"): string | undefined {
  if (!isSchema(schema)) return `${path}: Input should be a valid JSON schema`;
  const keyword = unsupported.find((name) => name in schema);
  if (keyword !== undefined) {
    return `${path}: For '${typesOf(schema)[0] ?? "schema"}' type, property '${keyword}' is not supported`;
  }
  if ((schema.minItems ?? 0) > 1)
    return `${path}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`;
  if (typesOf(schema).includes("object") && schema.additionalProperties !== false) {
    return `${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`;
  }
  for (const [name, child] of children(schema)) {
    const wrong = schemaViolation(child, `${path}.${name}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function children(schema: JsonSchema): [string, unknown][] {
  const named = (group: string, parts: Record<string, JsonSchema> | undefined): [string, unknown][] =>
    Object.entries(parts ?? {}).map(([name, child]) => [`${group}.${name}`, child]);
  return [
    ...named("properties", schema.properties),
    ...named("$defs", schema.$defs),
    ...named("definitions", schema.definitions),
    ...(schema.items ? [["items", schema.items] as [string, unknown]] : []),
    ...(schema.anyOf ?? []).map((child, index): [string, unknown] => [`anyOf.${index}`, child]),
  ];
}
