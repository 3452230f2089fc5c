import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import * as Actor from "@vixen/core/kit/actor.ts";
import * as Mail from "@vixen/core/user/mail.ts";
import { type Sandbox, startSandbox } from "@vixen/local/sandbox/sandbox.ts";
import { sandboxSecrets } from "@vixen/local/sandbox/secrets.ts";
import { afterAll, beforeAll, inject } from "vitest";
import { database } from "./harness.ts";

let sandbox: Sandbox | undefined;
let dir = "";

/** The providers' simulators: mail, language models, moderation. They stay for this process, as the app's clients do. */
export function useSandbox(): void {
  beforeAll(async () => {
    if (!sandbox) {
      dir = mkdtempSync(join(inject("testFolder"), "sandbox-"));
      sandbox = await startSandbox({ dir, timeScale: 20 });
    }
    const { OpenAi, Anthropic, Mail: mail } = sandboxSecrets(sandbox, dir);
    Object.assign(process.env, OpenAi, Anthropic, mail, { AWS_ENDPOINT_URL_SESV2: `${sandbox.url}/email` });
  });
  afterAll(() => sandbox?.frame.faults.clear());
}

/** Makes the simulated providers fail, until the test file ends or `clearFaults`. */
export async function fault(rule: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${sandbox?.url}/__faults`, { method: "POST", body: JSON.stringify(rule) });
  if (!answer.ok) throw new Error(`The sandbox refused the fault: ${await answer.text()}`);
}

export const clearFaults = (): void => sandbox?.frame.faults.clear();

/** Sends the mails that are due to an address, as the queue's consumer does, and returns their texts in order. */
export async function mailsTo(email: string): Promise<string[]> {
  const due = await database()`
    select token.id, token.owner_id
    from email_tokens as token
    join users on users.id = token.owner_id
    where users.email = ${email} and token.used_at is null
    order by token.id
  `;
  const before = (await sentTo(email)).length;
  for (const row of due) {
    await Actor.asUser(String(row.owner_id), () => Mail.deliver(String(row.id), "https://studio.example"));
  }
  return (await sentTo(email)).slice(before);
}

/** The token in a mail's link. */
export function tokenIn(text: string | undefined): string {
  return /token=([\w-]+)/.exec(text ?? "")?.[1] ?? "";
}

/** The texts of the mails that an address got, in order. */
export async function sentTo(email: string): Promise<string[]> {
  const answer = await fetch(`${sandbox?.url}/email/__messages`);
  const { messages } = (await answer.json()) as { messages: { to: string[]; text: string }[] };
  return messages
    .filter((mail) => mail.to.includes(email))
    .map((mail) => mail.text)
    .reverse();
}
