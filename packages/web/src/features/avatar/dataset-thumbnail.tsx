"use client";

import { ImageOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useHasDraft } from "../../lib/drafts.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import type { Image } from "./dataset-grid.tsx";
import { captionDraftKey } from "./dataset-image.tsx";

const tones: Record<Image["status"], Tone> = {
  pending: "quiet",
  candidate: "info",
  kept: "good",
  rejected: "warn",
  failed: "bad",
};

/** One picture of the grid; the one at hand is the only stop of the tab key. */
export function DatasetThumbnail({
  image,
  isCurrent,
  onChoose,
}: {
  image: Image;
  isCurrent: boolean;
  onChoose: () => void;
}) {
  const t = useTranslations("dataset");
  const hasDraft = useHasDraft(captionDraftKey(image.id));
  const state = t(image.status);
  return (
    <li>
      <button
        type="button"
        data-id={image.id}
        aria-current={isCurrent ? "true" : undefined}
        aria-label={t(hasDraft ? "pictureBegun" : "picture", { number: image.ordinal + 1, state })}
        tabIndex={isCurrent ? 0 : -1}
        onClick={onChoose}
        onFocus={onChoose}
        className="grid w-full gap-1 rounded-media text-left outline-offset-2 aria-current:outline-2 aria-current:outline-accent"
      >
        {image.imageUrl ? (
          // biome-ignore lint/performance/noImgElement: signed addresses are not for an optimiser
          <img
            src={image.imageUrl}
            alt=""
            loading="lazy"
            fetchPriority="low"
            decoding="async"
            className={`aspect-4/5 w-full rounded-media bg-raised object-cover ${image.status === "kept" ? "" : "opacity-55"}`}
          />
        ) : (
          // What it stands for is in words below it, and in the button's name.
          <span className="grid aspect-4/5 place-items-center rounded-media bg-raised text-ink-3">
            {image.status === "pending" ? null : <ImageOff aria-hidden className="size-5" />}
          </span>
        )}
        <span className="flex flex-wrap gap-1">
          <Badge tone={tones[image.status]}>{state}</Badge>
          {hasDraft ? <Badge tone="warn">{t("captionBegun")}</Badge> : null}
        </span>
      </button>
    </li>
  );
}
