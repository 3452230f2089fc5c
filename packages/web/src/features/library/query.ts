export type Query = { [name: string]: string };

/** What the address calls a filter, where that is not its own name: every page calls the avatar `avatar`. */
export const words: Record<string, string> = { avatarId: "avatar" };

/** The query with changes, in the words of the address; an empty value takes a filter away. */
export function changed(query: Query, change: Query): string {
  const next = Object.entries({ ...query, ...change }).filter(([, value]) => value !== "");
  return new URLSearchParams(next.map(([name, value]) => [words[name] ?? name, value])).toString();
}
