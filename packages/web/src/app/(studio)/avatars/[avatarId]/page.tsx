import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { cache, Suspense } from "react";
import { RefreshOn } from "../../../../features/activity/refresh-on.tsx";
import { AvatarStatus } from "../../../../features/avatar/avatar-status.tsx";
import { Portrait } from "../../../../features/avatar/portrait.tsx";
import { type Tab, TabContent, tabs } from "../../../../features/avatar/tab-content.tsx";
import { TabSkeleton } from "../../../../features/avatar/tab-skeleton.tsx";
import { ask } from "../../../../lib/server-api.ts";
import { Strip } from "../../../../ui/strip.tsx";

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
      <div className="grid min-w-0 content-start gap-6">
        <Strip
          label={t("sections")}
          current={tab}
          className="-mx-4 border-b border-line px-4 md:mx-0 md:px-0"
        >
          <ul className="flex gap-5">
            {tabs.map((name) => (
              <li key={name}>
                <Link
                  href={`/avatars/${avatarId}?tab=${name}`}
                  aria-current={name === tab ? "page" : undefined}
                  className="-mb-px flex min-h-11 items-center border-b-2 border-transparent text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
                >
                  {t(name)}
                </Link>
              </li>
            ))}
          </ul>
        </Strip>
        {/* loading.tsx does not show when only the address's search changes. */}
        <Suspense key={tab} fallback={<TabSkeleton tab={tab} />}>
          <TabContent tab={tab} avatar={avatar} asked={asked} />
        </Suspense>
      </div>
    </div>
  );
}
