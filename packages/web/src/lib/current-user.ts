import { cache } from "react";
import type { User } from "./api-type.ts";
import { clientOf } from "./api-type.ts";
import { answerOf } from "./refusal.ts";
import { findSession } from "./server-api.ts";

/**
 * Who is signed in, with what they prefer; asked once a request. Undefined for nobody, and when the API cannot
 * say: the page then looks as this browser remembers, and what it shows says what the matter is.
 */
export const currentUser = cache(async (): Promise<User | undefined> => {
  const session = await findSession();
  if (!session) return undefined;
  const headers = { authorization: `Bearer ${session.accessToken}` };
  try {
    return await answerOf(clientOf(process.env.API_URL ?? "", { headers }).auth.me.$get());
  } catch (error) {
    console.error("current_user_unknown", error instanceof Error ? error.message : error);
    return undefined;
  }
});
