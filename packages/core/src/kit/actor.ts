import { z } from "zod";
import { createContext } from "./context.ts";
import { AppError } from "./error.ts";
import { idSchema } from "./id.ts";

export const Info = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user"), userId: idSchema("user") }),
  z.object({ type: z.literal("system"), name: z.string() }),
]);
export type Info = z.infer<typeof Info>;

const context = createContext<Info>("actor");

export const use = context.use;

/** Runs `work` as `actor`. Only handler wrappers, the API's edge, scripts and tests enter one. */
export function provide<T>(actor: Info, work: () => T): T {
  return context.with(actor, work);
}

/** Runs `work` as the tenant. */
export function asUser<T>(userId: string, work: () => T): T {
  return provide({ type: "user", userId }, work);
}

/** Runs `work` as the system, which sees every tenant; `name` is the relay, sweep or webhook doing it. */
export function asSystem<T>(name: string, work: () => T): T {
  return provide({ type: "system", name }, work);
}

/** The tenant; every statement of a tenant's work names it. */
export function userId(): string {
  const actor = context.use();
  if (actor.type !== "user") {
    throw new AppError("auth", "sign_in_required", "Sign in first: this belongs to an operator.");
  }
  return actor.userId;
}
