/** Which route of an HTTP API takes a request: full paths first, then `{parameters}`, then `{proxy+}`, then `$default`. */

export type Route = {
  /** As the template writes it: `GET /avatars/{id}`, `ANY /api/{proxy+}`, `$default`. */
  key: string;
  functionArn: string;
  isIamAuthorized: boolean;
  apiId: string;
};

export type Match = { route: Route; parameters: Record<string, string> | undefined };

type Compiled = { route: Route; method: string; expression: RegExp; names: string[]; weight: number };

function compile(route: Route): Compiled {
  if (route.key === "$default") return { route, method: "ANY", expression: /^/, names: [], weight: -1 };
  const [method = "ANY", path = "/"] = route.key.split(" ");
  const names: string[] = [];
  // A segment weighs more the more exactly, and the further left, it is said.
  let weight = 0;
  const parts = path
    .split("/")
    .slice(1)
    .map((segment, position) => {
      const [, name, greedy] = segment.match(/^\{([\w.-]+)(\+)?\}$/) ?? [];
      const worth = name === undefined ? 3 : greedy ? 1 : 2;
      weight += worth * 4 ** (12 - position);
      if (name === undefined) return segment.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(name);
      return greedy ? "(.+)" : "([^/]+)";
    });
  const expression = new RegExp(`^/${parts.join("/")}$`);
  return { route, method, expression, names, weight: weight * 2 + (method === "ANY" ? 0 : 1) };
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export function createRouter(routes: Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes.map(compile).sort((a, b) => b.weight - a.weight);
  return (method, path) => {
    for (const { route, method: wanted, expression, names } of compiled) {
      if (wanted !== "ANY" && wanted !== method) continue;
      const found = expression.exec(path);
      if (!found) continue;
      const values = names.map((name, index): [string, string] => [name, decode(found[index + 1] ?? "")]);
      return { route, parameters: values.length > 0 ? Object.fromEntries(values) : undefined };
    }
    return undefined;
  };
}
