import type { AvatarOverview } from "../../lib/api-type.ts";
import { ask } from "../../lib/server-api.ts";
import { SafetyTab } from "./safety-tab.tsx";

type Props = { avatar: AvatarOverview; asked: Record<string, string | string[] | undefined> };

const pageSize = "30";

/** Asks for one page of verdicts and for the counts, as the address filters them. */
export async function AvatarSafety({ avatar, asked }: Props) {
  const path = `/avatars/${avatar.id}?tab=safety`;
  const param = { avatarId: avatar.id };
  const given = (name: string) => (typeof asked[name] === "string" ? asked[name] : "");
  const filter = { verdict: given("verdict"), place: given("place"), code: given("code") };
  const cursor = given("cursor");
  const wanted = Object.entries({ ...filter, cursor }).filter(([, value]) => value !== "");
  const query = { limit: pageSize, ...Object.fromEntries(wanted) };
  const [counts, verdicts] = await Promise.all([
    ask(path, (api) => api.avatars[":avatarId"].verdicts.counts.$get({ param })),
    ask(path, (api) => api.avatars[":avatarId"].verdicts.$get({ param, query })),
  ]);
  const { id: avatarId, timezone: timeZone } = avatar;
  return <SafetyTab {...{ avatarId, timeZone, filter, counts, verdicts }} isFirst={cursor === ""} />;
}
