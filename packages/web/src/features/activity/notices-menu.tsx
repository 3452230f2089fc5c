"use client";

import { Bell } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { Popover } from "../../ui/popover.tsx";
import { useActivity } from "./activity-provider.tsx";
import { MenuCount } from "./menu-count.tsx";
import { NoticeLine } from "./notice-line.tsx";
import { useNoticeText } from "./use-notice-text.ts";

/** What ended while nobody looked. Opening it is reading it, on all devices of the operator. */
export function NoticesMenu() {
  const t = useTranslations("activity");
  const textOf = useNoticeText();
  const { activity } = useActivity();
  const [isOpen, setOpen] = useState(false);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const notices = activity?.notices ?? [];
  const unread = activity?.unread ?? 0;
  const newest = notices[0];

  function onOpenChange(next: boolean) {
    setOpen(next);
    if (!next || !newest || unread === 0) return;
    // They stay marked as new as long as the list is open.
    setFresh(new Set(notices.filter(({ isUnread }) => isUnread).map(({ id }) => id)));
    // Should this fail, they are new once more the next time.
    api.activity.read.$post({ json: { until: newest.at } }).catch(console.error);
  }

  return (
    <>
      <Popover
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        label={t("noticesShort")}
        button={{ variant: "quiet", className: "relative px-2.5 lg:pr-1" }}
        trigger={
          <>
            <Bell aria-hidden className={unread > 0 ? "text-ink" : undefined} />
            <span className="sr-only lg:not-sr-only">{t("noticesShort")}</span>
            <MenuCount count={unread} />
            <span className="sr-only">{t("notices", { count: unread })}</span>
          </>
        }
        className="grid max-h-[min(480px,70dvh)] w-[min(380px,calc(100vw-24px))] overflow-y-auto p-2"
      >
        {notices.length === 0 ? <p className="px-2 py-2 text-ink-2">{t("noNotices")}</p> : null}
        <ul className="grid gap-0.5 empty:hidden">
          {notices.map((notice) => (
            <li key={notice.id}>
              <NoticeLine
                notice={notice}
                isNew={notice.isUnread || fresh.has(notice.id)}
                onFollow={() => setOpen(false)}
              />
            </li>
          ))}
        </ul>
      </Popover>
      <span role="status" className="sr-only">
        {newest?.isUnread ? textOf(newest) : ""}
      </span>
    </>
  );
}
