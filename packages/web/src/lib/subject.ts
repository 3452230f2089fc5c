import type { Activity } from "./api-type.ts";

type Changed = Activity["changes"];
type Kind = Changed["subjects"][number]["kind"];

/** What a page shows: one thing by its id, or everything of a kind. */
export type Subject = Kind | `${Kind}:${string}`;

/** Whether what changed is something of `about`. */
export function concerns(changes: Changed, about: readonly Subject[]): boolean {
  if (changes.isReset) return true;
  return changes.subjects.some(({ kind, id }) => about.includes(kind) || about.includes(`${kind}:${id}`));
}
