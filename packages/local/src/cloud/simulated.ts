/** Which providers are simulated: those whose configured address is the sandboxes' own. */

import type { CloudOptions } from "./options.ts";
import type { Secrets } from "./secrets.ts";

/** The owner of a provider's secrets, and what the provider is called on a screen. */
const providers: Record<string, string> = {
  OpenAi: "openai",
  Anthropic: "anthropic",
  Replicate: "replicate",
  Storage: "r2",
};

export function simulatedProviders(
  secrets: Secrets,
  { sandboxUrl, rekognitionUrl, emailUrl }: Pick<CloudOptions, "sandboxUrl" | "rekognitionUrl" | "emailUrl">,
): string[] {
  if (sandboxUrl === undefined) return [];
  const isSandbox = (address: string | undefined) => address?.startsWith(sandboxUrl) ?? false;
  const bySecret = Object.entries(providers).flatMap(([owner, name]) =>
    Object.values(secrets[owner] ?? {}).some(isSandbox) ? [name] : [],
  );
  return [
    ...bySecret,
    ...(isSandbox(rekognitionUrl) ? ["rekognition"] : []),
    ...(isSandbox(emailUrl) ? ["ses"] : []),
  ];
}
