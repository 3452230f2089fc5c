import { Setup } from "@vixen/core/avatar";
import * as Actor from "@vixen/core/kit/actor.ts";
import { asRetryable } from "@vixen/core/kit/database-error.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import type { Context } from "aws-lambda";
import { z } from "zod";
import { enterLog } from "../lib/log-context.ts";

const Input = z.object({
  actor: Actor.Info,
  avatarId: idSchema("avatar"),
  runId: idSchema("setupRun"),
});

export async function handler(event: unknown, context: Context): Promise<void> {
  enterLog(context);
  const { actor, avatarId, runId } = Input.parse(event);
  await Actor.provide(actor, () => Setup.pause(avatarId, runId)).catch((error: unknown) => {
    throw asRetryable(error);
  });
}
