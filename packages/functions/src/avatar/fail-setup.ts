import { Setup } from "@vixen/core/avatar";
import * as Actor from "@vixen/core/kit/actor.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import type { Context } from "aws-lambda";
import { z } from "zod";
import { enterLog } from "../lib/log-context.ts";

const Input = z.object({
  actor: Actor.Info,
  avatarId: idSchema("avatar"),
  runId: idSchema("setupRun"),
  failure: z.object({ Error: z.string(), Cause: z.string().optional() }),
});

export async function handler(event: unknown, context: Context): Promise<void> {
  enterLog(context);
  const { actor, avatarId, runId, failure } = Input.parse(event);
  // What ends a waiting step with a code of ours brings its sentence along.
  const isOurs = /^[a-z_]+$/.test(failure.Error);
  const unknown = `The machine stopped with ${failure.Error}. Retry the setup; it goes on where it stood.`;
  const message = (isOurs && failure.Cause) || unknown;
  await Actor.provide(actor, () => Setup.recordFailure(avatarId, runId, { code: failure.Error, message }));
}
