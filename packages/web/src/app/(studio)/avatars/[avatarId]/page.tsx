import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { RefreshOn } from "../../../../features/activity/refresh-on.tsx";
import { AvatarStatus } from "../../../../features/avatar/avatar-status.tsx";
import { Portrait } from "../../../../features/avatar/portrait.tsx";
import { type Tab, tabs } from "../../../../features/avatar/tab.ts";
import { TabContent } from "../../../../features/avatar/tab-content.tsx";
import { Tabs } from "../../../../features/avatar/tabs.tsx";
import { ask } from "../../../../lib/server-api.ts";

type Props = {
  params: Promise<{ avatarId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** One reading of the avatar for the page and for its title. */
const avatarOf = cache((avatarId: string) =>
  ask(`/avatars/${avatarId}`, (api) => api.avatars[":avatarId"].$get({ param: { avatarId } })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  // An avatar that is not there is the page's to say: what is thrown here is answered beside the page's own answer.
  const avatar = await avatarOf((await params).avatarId).catch(() => undefined);
  return avatar ? { title: avatar.name } : {};
}

export default async function AvatarPage({ params, searchParams }: Props) {
  const { avatarId } = await params;
  const asked = await searchParams;
  const tab: Tab = tabs.find((name) => name === asked.tab) ?? "setup";
  const avatar = await avatarOf(avatarId);
  const t = await getTranslations("avatar");
  return (
    <div className="grid gap-6 md:grid-cols-[200px_minmax(0,1fr)] md:gap-8">
      <RefreshOn about={[`avatar:${avatarId}`]} />
      <div className="grid grid-cols-[96px_minmax(0,1fr)] content-start items-start gap-4 md:grid-cols-1">
        <Portrait url={avatar.faceUrl} name={avatar.name} isFirst />
        <div className="grid gap-1">
          <h1 className="text-20 wrap-anywhere md:text-28">{avatar.name}</h1>
          <AvatarStatus status={avatar.status} />
          <p className="text-13 text-ink-2 wrap-anywhere">
            {t("years", { age: avatar.age })} · {avatar.city}
            <br />
            {avatar.niche}
          </p>
        </div>
      </div>
      <Tabs avatarId={avatarId} tab={tab}>
        <TabContent key={tab} tab={tab} avatar={avatar} asked={asked} />
      </Tabs>
    </div>
  );
}
