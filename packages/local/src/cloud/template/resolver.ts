/** Evaluates the intrinsic functions of templates. Every value is computed when asked for, across stacks. */

import type { Assembly, TemplateResource, TemplateStack } from "./assembly.ts";
import { attributeOf, inventedName, type Named, nameProperty, type Place, refOf } from "./names.ts";

/** Stands for `AWS::NoValue`: the property or list entry disappears. */
const absent = Symbol("AWS::NoValue");

export type Resolver = {
  /** The value with every intrinsic replaced. */
  value(stack: string, expression: unknown): unknown;
  named(stack: string, logicalId: string): Named;
  condition(stack: string, name: string): boolean;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** `slugOf` names the path of a function's URL from the function that the URL resource points at. */
export function createResolver(
  assembly: Assembly,
  place: Place,
  slugOf: (stack: string, resource: TemplateResource, logicalId: string) => string,
): Resolver {
  const stacks = new Map(assembly.stacks.map((stack) => [stack.name, stack]));
  const names = new Map<string, Named>();

  const stackOf = (name: string): TemplateStack => {
    const stack = stacks.get(name);
    if (!stack) throw new Error(`No stack ${name} in the assembly.`);
    return stack;
  };

  const exported = new Map<string, { stack: string; expression: unknown }>();
  for (const { name, template } of assembly.stacks) {
    for (const output of Object.values(template.Outputs)) {
      if (!output.Export) continue;
      exported.set(String(evaluate(name, output.Export.Name)), { stack: name, expression: output.Value });
    }
  }

  function named(stack: string, logicalId: string): Named {
    const key = `${stack}/${logicalId}`;
    const known = names.get(key);
    if (known) return known;
    const resource = stackOf(stack).template.Resources[logicalId];
    if (!resource) throw new Error(`${stack} refers to ${logicalId}, which is not in its template.`);
    const property = nameProperty(resource.Type);
    const given = property ? evaluate(stack, resource.Properties[property]) : undefined;
    const limit = resource.Type === "AWS::SQS::Queue" ? 80 : 64;
    const name = typeof given === "string" ? given : inventedName(stack, logicalId, limit);
    const found: Named = { stack, logicalId, resource, name };
    names.set(key, found);
    return found;
  }

  function reference(stack: string, id: string): unknown {
    switch (id) {
      case "AWS::Region":
        return place.region;
      case "AWS::AccountId":
        return place.account;
      case "AWS::Partition":
        return "aws";
      case "AWS::URLSuffix":
        return "amazonaws.com";
      case "AWS::StackName":
        return stack;
      case "AWS::StackId":
        return `arn:aws:cloudformation:${place.region}:${place.account}:stack/${stack}/local`;
      case "AWS::NotificationARNs":
        return [];
      case "AWS::NoValue":
        return absent;
    }
    const parameter = stackOf(stack).template.Parameters[id];
    if (parameter) return parameter.Default ?? "";
    return refOf(place, named(stack, id));
  }

  function attribute(stack: string, id: string, name: string): string {
    const found = named(stack, id);
    return attributeOf(place, found, name, () => slugOf(stack, found.resource, id));
  }

  function substitute(stack: string, argument: unknown): string {
    const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
    const variables = isObject(given) ? given : {};
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_all, escaped: string, name: string) => {
      if (escaped) return `\${${name}}`;
      if (name in variables) return String(evaluate(stack, variables[name]));
      const dot = name.indexOf(".");
      return dot < 0
        ? String(reference(stack, name))
        : attribute(stack, name.slice(0, dot), name.slice(dot + 1));
    });
  }

  function condition(stack: string, name: string): boolean {
    const expression = stackOf(stack).template.Conditions[name];
    if (expression === undefined) throw new Error(`${stack} has no condition ${name}.`);
    return evaluate(stack, expression) === true;
  }

  /** `undefined` means: this is no intrinsic. */
  function intrinsic(stack: string, key: string, argument: unknown): { value: unknown } | undefined {
    const at = (index: number) => evaluate(stack, list(argument)[index]);
    switch (key) {
      case "Ref":
        return { value: reference(stack, String(argument)) };
      case "Fn::GetAtt": {
        const [id, name] = Array.isArray(argument) ? argument : String(argument).split(/\.(.*)/s);
        return { value: attribute(stack, String(id), String(evaluate(stack, name))) };
      }
      case "Fn::Join":
        return {
          value: list(at(1))
            .map(String)
            .join(String(at(0))),
        };
      case "Fn::Sub":
        return { value: substitute(stack, argument) };
      case "Fn::Select":
        return { value: list(at(1))[Number(at(0))] };
      case "Fn::Split":
        return { value: String(at(1)).split(String(at(0))) };
      case "Fn::If":
        return { value: condition(stack, String(list(argument)[0])) ? at(1) : at(2) };
      case "Fn::ImportValue": {
        const name = String(evaluate(stack, argument));
        const found = exported.get(name);
        if (!found) throw new Error(`${stack} imports ${name}, which no stack exports.`);
        return { value: evaluate(found.stack, found.expression) };
      }
      case "Fn::FindInMap":
        return { value: stackOf(stack).template.Mappings[String(at(0))]?.[String(at(1))]?.[String(at(2))] };
      case "Fn::Base64":
        return { value: Buffer.from(String(evaluate(stack, argument))).toString("base64") };
      case "Fn::GetAZs":
        return { value: ["a", "b", "c"].map((zone) => `${place.region}${zone}`) };
      case "Fn::ToJsonString":
        return { value: JSON.stringify(evaluate(stack, argument)) };
      case "Fn::Equals":
        return { value: String(at(0)) === String(at(1)) };
      case "Fn::Not":
        return { value: at(0) !== true };
      case "Fn::And":
        return { value: list(argument).every((_, index) => at(index) === true) };
      case "Fn::Or":
        return { value: list(argument).some((_, index) => at(index) === true) };
      case "Condition":
        return typeof argument === "string" && argument in stackOf(stack).template.Conditions
          ? { value: condition(stack, argument) }
          : undefined;
    }
    if (key.startsWith("Fn::"))
      throw new Error(`${stack} uses ${key}, which the laptop cloud does not know.`);
    return undefined;
  }

  function evaluate(stack: string, expression: unknown): unknown {
    if (Array.isArray(expression)) {
      return expression.map((entry) => evaluate(stack, entry)).filter((entry) => entry !== absent);
    }
    if (!isObject(expression)) return expression;
    const keys = Object.keys(expression);
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) {
      const found = intrinsic(stack, only, expression[only]);
      if (found) return found.value;
    }
    const entries = keys.map((key) => [key, evaluate(stack, expression[key])] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== absent));
  }

  return {
    value(stack, expression) {
      const found = evaluate(stack, expression);
      return found === absent ? undefined : found;
    },
    named,
    condition,
  };
}
