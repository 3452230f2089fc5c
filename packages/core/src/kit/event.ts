import { z } from "zod";
import * as Actor from "./actor.ts";

export type EventDefinition<Schema extends z.ZodType = z.ZodType> = { type: string; schema: Schema };

/** Names an event and the shape of its body. Pure: the stack, the handler and the laptop import the same one. */
export function defineEvent<Schema extends z.ZodType>(type: string, schema: Schema): EventDefinition<Schema> {
  if (!/^[a-z_]+(\.[a-z_]+)+$/.test(type))
    throw new Error(`${type} is not an event name: use words.and_dots.`);
  return { type, schema };
}

/** What every queue message and bus event carries around its body. */
export const Envelope = z.object({ id: z.string(), actor: Actor.Info, body: z.unknown() });
export type Envelope = z.infer<typeof Envelope>;
