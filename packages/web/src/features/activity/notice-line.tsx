"use client";

import { CircleAlert, CircleCheck, FileArchive, Images, Trash2 } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ActivityNotice } from "../../lib/api-type.ts";
import { ReachLink } from "../../ui/reach-link.tsx";
import { useNoticeText } from "./use-notice-text.ts";
import { useReason } from "./use-reason.ts";

const icons = {
  avatar_ready: { Icon: CircleCheck, color: "text-good" },
  setup_failed: { Icon: CircleAlert, color: "text-bad" },
  batch_finished: { Icon: Images, color: "text-info" },
  export_ready: { Icon: FileArchive, color: "text-good" },
  export_failed: { Icon: CircleAlert, color: "text-bad" },
  avatar_removed: { Icon: Trash2, color: "text-info" },
} as const;

type Props = { notice: ActivityNotice; isNew: boolean; onFollow: () => void };

/** What ended, when, and where to look at it. */
export function NoticeLine({ notice, isNew, onFollow }: Props) {
  const t = useTranslations("activity");
  const textOf = useNoticeText();
  const reasonOf = useReason();
  const format = useFormatter();
  const { Icon, color } = icons[notice.kind];
  const reason = reasonOf(notice);
  const line = (
    <>
      <Icon aria-hidden className={`mt-0.5 size-4 ${color}`} />
      <span className="grid gap-0.5">
        <span className="wrap-anywhere">{textOf(notice)}</span>
        {reason ? <span className="text-13 text-ink-2">{reason}</span> : null}
        <time dateTime={notice.at} className="text-13 text-ink-3">
          {format.relativeTime(new Date(notice.at), new Date())}
        </time>
      </span>
      {isNew ? (
        <span className="mt-1.5 size-2 rounded-full bg-info">
          <span className="sr-only">{t("new")}</span>
        </span>
      ) : null}
    </>
  );
  const className =
    "grid grid-cols-[16px_minmax(0,1fr)_8px] gap-2.5 rounded-control px-2 py-2 hover:bg-raised";
  // A file and no page: the router is not to fetch it.
  return notice.kind === "export_ready" ? (
    <a href={`/library/exports/${notice.id}`} onClick={onFollow} className={className}>
      {line}
    </a>
  ) : (
    <ReachLink href={placeOf(notice)} onClick={onFollow} className={className}>
      {line}
    </ReachLink>
  );
}

function placeOf({ kind, id, avatarId }: ActivityNotice) {
  if (kind === "export_failed") return "/library";
  if (kind === "avatar_removed") return `/avatars/${id}/removal` as const;
  return kind === "batch_finished" ? (`/batches/${id}` as const) : (`/avatars/${avatarId}` as const);
}
