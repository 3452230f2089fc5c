import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import type { Query } from "./query.ts";

export const viewSchema = () => import("@vixen/core/content/schema.ts").then((file) => file.SaveView);

/** Keeps a filter under a name. Throws the API's no as a `Refusal`. */
export async function saveView(name: string, query: Query): Promise<void> {
  const json = (await viewSchema()).parse({ name, query });
  await answerOf(api.content.views.$post({ json }));
}
