"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState, useTransition } from "react";
import { Strip } from "../../ui/strip.tsx";
import { type Tab, tabs } from "./tab.ts";
import { TabSkeleton } from "./tab-skeleton.tsx";

type Props = { avatarId: string; tab: Tab; children: ReactNode };

/** What is quicker needs no skeleton: until then the tab before stays in sight. */
const skeletonMs = 200;

/**
 * An avatar's tabs and what the chosen one shows. The site's answer comes whole, so the browser itself shows that a
 * tab is on its way, in the shape of what comes.
 */
export function Tabs({ avatarId, tab, children }: Props) {
  const t = useTranslations("avatar");
  const router = useRouter();
  const [isPending, start] = useTransition();
  const [asked, setAsked] = useState(tab);
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(() => setLate(true), skeletonMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isPending]);
  const current = isPending ? asked : tab;
  const isWaiting = isPending && isLate && asked !== tab;
  return (
    <div className="grid min-w-0 content-start gap-6">
      <Strip
        label={t("sections")}
        current={current}
        className="-mx-4 border-b border-line px-4 md:mx-0 md:px-0"
      >
        <ul className="flex gap-5">
          {tabs.map((name) => {
            const address = `/avatars/${avatarId}?tab=${name}` as const;
            return (
              <li key={name}>
                <Link
                  // Its own place shows at once that it is on its way; seven fetches ahead would cost seven invocations.
                  prefetch={false}
                  href={address}
                  onNavigate={(event) => {
                    event.preventDefault();
                    setAsked(name);
                    start(() => router.push(address));
                  }}
                  aria-current={name === current ? "page" : undefined}
                  className="-mb-px flex min-h-11 items-center border-b-2 border-transparent text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
                >
                  {t(name)}
                </Link>
              </li>
            );
          })}
        </ul>
      </Strip>
      {isWaiting ? <TabSkeleton tab={asked} /> : null}
      {/* It stays as it is for the case that the other one cannot be had. */}
      <div className={isWaiting ? "hidden" : "contents"}>{children}</div>
    </div>
  );
}
