/** SSM parameters: the secrets given at start, and what the templates themselves store. */

import type { Resource } from "./template/resource.ts";

/** Environment names and values by owner: `{ "Database": { "DATABASE_URL": "…" } }`. */
export type Secrets = Record<string, Record<string, string>>;

export type Parameter = {
  Name: string;
  Type: string;
  Value: string;
  Version: number;
  ARN: string;
  DataType: string;
};

export class Parameters {
  readonly #secrets: Secrets;
  readonly #stored: Map<string, string>;
  readonly #arn: (name: string) => string;

  constructor(secrets: Secrets, resources: Resource[], arn: (name: string) => string) {
    this.#secrets = secrets;
    this.#stored = new Map(
      resources.map((resource) => [resource.name, String(resource.properties.Value ?? "")]),
    );
    this.#arn = arn;
  }

  find(name: string): Parameter | undefined {
    // SST's path is /sst/<app>/<stage>/Secret/<Name>/value; a secret of one value is not different for a laptop.
    const owner = name.match(/\/Secret\/(\w+)\/value$/)?.[1];
    const secret = owner ? this.#secrets[owner] : undefined;
    const value = secret ? JSON.stringify(secret) : this.#stored.get(name);
    if (value === undefined) return undefined;
    const Type = secret ? "SecureString" : "String";
    return { Name: name, Type, Value: value, Version: 1, ARN: this.#arn(name), DataType: "text" };
  }
}
