import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";

/**
 * The first of the named SSM parameters that has a value. A file of its own, so that a bundle takes these two
 * of the SDK's exports and not all of them, as it would for a dynamic import of the package.
 */
export async function readParameter(names: string[]): Promise<string | undefined> {
  const answer = await new SSMClient({}).send(
    new GetParametersCommand({ Names: names, WithDecryption: true }),
  );
  const values = new Map(answer.Parameters?.map((parameter) => [parameter.Name, parameter.Value]));
  return names.map((name) => values.get(name)).find((value) => value !== undefined && value !== "");
}
