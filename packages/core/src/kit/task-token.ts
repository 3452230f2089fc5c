import * as Actor from "./actor.ts";
import { isSealed, open, type Place, seal } from "./crypto.ts";

const placeOf = (userId: string): Place => ["task token", userId];

/**
 * A state machine's task token as rows keep it, until it is handed to the machine: whoever has it can answer in the
 * step's place. Runs as the tenant whose step it is.
 */
export const sealTaskToken = (token: string): Promise<string> => seal(token, placeOf(Actor.userId()));

/** The token itself, for the machine alone. Throws SealError where it is not of `actor`. */
export async function openTaskToken(stored: string, actor: Actor.Info): Promise<string> {
  // Rows from before tokens were sealed; none is older than the eight hours a run may last.
  if (!isSealed(stored)) return stored;
  return open(stored, placeOf(actor.type === "user" ? actor.userId : ""));
}
