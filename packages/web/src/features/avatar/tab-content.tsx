import type { AvatarOverview } from "../../lib/api-type.ts";
import { ask } from "../../lib/server-api.ts";
import { AvatarContent } from "../content/avatar-content.tsx";
import { AvatarCosts } from "../cost/avatar-costs.tsx";
import { AvatarSafety } from "../safety/avatar-safety.tsx";
import { Studio } from "./studio.tsx";
import type { Tab } from "./tab.ts";
import { DatasetReview, IdentityEditor, ModelVersions } from "./tab-panels.tsx";

type Props = { tab: Tab; avatar: AvatarOverview; asked: Record<string, string | string[] | undefined> };

/** Asks for what one tab shows, and for nothing else. */
export async function TabContent({ tab, avatar, asked }: Props) {
  const path = `/avatars/${avatar.id}?tab=${tab}`;
  const param = { avatarId: avatar.id };
  const query = { avatarId: avatar.id };
  const estimateOf = (of: "identity" | "picture" | "training") =>
    ask(path, (api) => api.avatars[":avatarId"].estimate.$get({ param, query: { of } }));
  if (tab === "identity") {
    const [identity, estimate] = await Promise.all([
      ask(path, (api) => api.avatars[":avatarId"].identity.$get({ param })),
      estimateOf("identity"),
    ]);
    return <IdentityEditor avatarId={avatar.id} initial={identity} estimate={estimate} />;
  }
  if (tab === "dataset") {
    const [{ dataset }, picture, training] = await Promise.all([
      ask(path, (api) => api.avatars[":avatarId"].dataset.$get({ param })),
      estimateOf("picture"),
      estimateOf("training"),
    ]);
    return (
      <DatasetReview
        key={avatar.status}
        avatar={avatar}
        initial={dataset}
        estimates={{ picture, training }}
      />
    );
  }
  if (tab === "model") {
    const { items } = await ask(path, (api) => api.avatars[":avatarId"].training.$get({ param }));
    return <ModelVersions key={avatar.status} avatar={avatar} initial={items} />;
  }
  if (tab === "content") {
    const { items } = await ask(path, (api) => api.content.batches.$get({ query }));
    return <AvatarContent avatar={avatar} batches={items} />;
  }
  if (tab === "safety") return <AvatarSafety avatar={avatar} asked={asked} />;
  if (tab === "costs") return <AvatarCosts avatarId={avatar.id} asked={asked} />;
  const draft = avatar.status === "draft";
  const candidates = draft
    ? (await ask(path, (api) => api.avatars[":avatarId"].candidates.$get({ param }))).items
    : [];
  return <Studio key={avatar.id} initial={avatar} candidates={candidates} />;
}
