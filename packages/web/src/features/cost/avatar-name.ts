import type { CostSummary } from "../../lib/api-type.ts";
import { find } from "../../lib/server-api.ts";
import type { CostFilter } from "./cost-query.ts";

/**
 * What the avatar is called that the numbers are narrowed to: undefined when there is none, or it was deleted. One
 * that nothing was spent on is in no sum, and has a name all the same.
 */
export async function avatarNameOf(
  path: string,
  { avatarId }: CostFilter,
  { byAvatar }: CostSummary,
): Promise<string | undefined> {
  if (!avatarId || avatarId === "none") return undefined;
  const sum = byAvatar.find((one) => one.avatarId === avatarId);
  if (sum) return sum.avatarName ?? undefined;
  return (await find(path, (api) => api.avatars[":avatarId"].$get({ param: { avatarId } })))?.name;
}
