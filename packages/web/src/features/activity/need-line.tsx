"use client";

import { ChevronRight } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { Need } from "../../lib/api-type.ts";
import { ReachLink } from "../../ui/reach-link.tsx";
import { useReason } from "./use-reason.ts";

/** What waits for a person, why, and where it is dealt with. */
export function NeedLine({ need }: { need: Need }) {
  const t = useTranslations("need");
  const format = useFormatter();
  const reason = useReason()(need);
  return (
    <ReachLink
      href={placeOf(need)}
      className="-mx-2 flex min-h-12 items-center justify-between gap-3 rounded-control px-2 py-1.5 hover:bg-raised"
    >
      <span className="grid min-w-0 gap-0.5">
        <span className="wrap-anywhere">
          {t(need.kind, {
            name: need.avatarName,
            hasName: need.avatarName ? "yes" : "no",
            count: need.count,
          })}
        </span>
        {reason ? <span className="text-13 text-ink-2">{reason}</span> : null}
        {need.startedAt ? (
          // To the second and with its zone: two batches of one persona are told apart by nothing else.
          <time dateTime={need.startedAt} className="text-13 text-ink-2 tabular-nums">
            {t("batchBegun", {
              when: format.dateTime(new Date(need.startedAt), { dateStyle: "medium", timeStyle: "long" }),
            })}
          </time>
        ) : null}
      </span>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
    </ReachLink>
  );
}

function placeOf({ kind, id }: Need) {
  switch (kind) {
    case "pieces_review":
    case "pieces_failed":
      return `/batches/${id}` as const;
    case "unfinished":
      return `/avatars/new?draft=${id}` as const;
    case "dataset_review":
      return `/avatars/${id}?tab=dataset` as const;
    case "texts_refused":
      return `/avatars/${id}?tab=identity` as const;
    case "cap_reached":
      return `/avatars/${id}?tab=costs` as const;
    default:
      return `/avatars/${id}` as const;
  }
}
