import type { ConfirmationState } from "@vixen/core/user/schema.ts";
import { headers } from "next/headers";
import { clientOf } from "./api-type.ts";
import { clientHeader } from "./client-header.ts";
import { answerOf } from "./refusal.ts";

/** What the link in a mail is good for; one that the API cannot say anything about now is tried by its button. */
export async function confirmationStateOf(token: string): Promise<ConfirmationState> {
  const api = clientOf(process.env.API_URL ?? "", { headers: await clientHeader(await headers()) });
  try {
    return (await answerOf(api.auth.confirm.state.$post({ json: { token } }))).state;
  } catch (error) {
    console.error("confirmation_state_unknown", error instanceof Error ? error.message : error);
    return "open";
  }
}
