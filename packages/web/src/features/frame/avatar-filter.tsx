"use client";

import { ChevronDown, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState, useTransition } from "react";
import { useAvatarFilter } from "../../lib/avatar-filter.tsx";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { Button } from "../../ui/button.tsx";
import { Pending } from "../../ui/pending.tsx";
import { lazily } from "../lazily.tsx";

const AvatarFilterDialog = lazily(() =>
  import("./avatar-filter-dialog.tsx").then((file) => file.AvatarFilterDialog),
);

/** Which avatar the page's lists are about: all, or one. Pages without such a list do without it. */
export function AvatarFilter() {
  const { isFiltered } = useAvatarFilter();
  return isFiltered ? <Filter /> : null;
}

function Filter() {
  const t = useTranslations("nav");
  const { avatarId, remember } = useAvatarFilter();
  const [isPending, startTransition] = useTransition();
  const [found, setFound] = useState<{ id: string; name: string }>();
  const [isOpen, setOpen] = useState<boolean>();
  const isKnown = found?.id === avatarId;
  const isOne = avatarId !== undefined && avatarId !== "none";

  useEffect(() => {
    if (!isOne || isKnown) return;
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
  }, [avatarId, isOne, isKnown, remember]);

  const one = isOne ? (isKnown ? found?.name : "…") : t("noAvatar");
  const name = avatarId === undefined ? t("allAvatars") : one;
  return (
    <>
      <Button
        variant="quiet"
        aria-label={`${t("avatarFilter")}: ${name}`}
        aria-haspopup="dialog"
        aria-busy={isPending || undefined}
        onClick={() => setOpen(true)}
        className="relative min-w-0 px-2 sm:max-w-48"
      >
        {/* On a phone the icon stands for all of them; one that was chosen is named there too. */}
        <UsersRound aria-hidden className={avatarId ? "hidden" : "sm:hidden"} />
        <span className={avatarId ? "truncate" : "hidden truncate sm:inline"}>{name}</span>
        <ChevronDown aria-hidden className="hidden sm:inline" />
        <Pending isPending={isPending} />
      </Button>
      {isOpen === undefined ? null : (
        <AvatarFilterDialog isOpen={isOpen} onOpenChange={setOpen} startTransition={startTransition} />
      )}
    </>
  );
}
