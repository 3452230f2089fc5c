"use client";

import { ChevronDown, UsersRound } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useAvatarFilter } from "../../lib/avatar-filter.tsx";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { Button } from "../../ui/button.tsx";

const AvatarFilterDialog = dynamic(() =>
  import("./avatar-filter-dialog.tsx").then((file) => file.AvatarFilterDialog),
);

/** Which avatar the lists are about: all, or one. */
export function AvatarFilter() {
  const t = useTranslations("nav");
  const { avatarId, remember } = useAvatarFilter();
  const [found, setFound] = useState<{ id: string; name: string }>();
  const [isOpen, setOpen] = useState<boolean>();
  const isKnown = found?.id === avatarId;

  useEffect(() => {
    if (!avatarId || isKnown) return;
    let isGone = false;
    answerOf(api.avatars[":avatarId"].$get({ param: { avatarId } })).then(
      ({ id, name }) => isGone || setFound({ id, name }),
      // Deleted, or somebody else's: the lists say that there is nothing, and it is not offered again.
      () => {
        if (isGone) return;
        setFound({ id: avatarId, name: "—" });
        remember(undefined);
      },
    );
    return () => {
      isGone = true;
    };
  }, [avatarId, isKnown, remember]);

  const name = avatarId ? (isKnown ? found?.name : "…") : t("allAvatars");
  return (
    <>
      <Button
        variant="quiet"
        aria-label={`${t("avatarFilter")}: ${name}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="min-w-0 px-2 sm:max-w-48"
      >
        <UsersRound aria-hidden className={avatarId ? "text-accent sm:hidden" : "sm:hidden"} />
        <span className="hidden truncate sm:inline">{name}</span>
        <ChevronDown aria-hidden className="hidden sm:inline" />
      </Button>
      {isOpen === undefined ? null : <AvatarFilterDialog isOpen={isOpen} onOpenChange={setOpen} />}
    </>
  );
}
