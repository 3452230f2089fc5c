"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { TransitionStartFunction } from "react";
import { useAvatarFilter } from "../../lib/avatar-filter.tsx";
import { SearchDialog } from "../../ui/search-dialog.tsx";
import { useAvatarNames } from "./use-avatar-names.ts";

type Props = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Of whoever says that the list is on its way: the dialog is closed by then. */
  startTransition: TransitionStartFunction;
};

export function AvatarFilterDialog({ isOpen, onOpenChange, startTransition }: Props) {
  const t = useTranslations();
  const router = useRouter();
  const { avatarId, remember, addressOf } = useAvatarFilter();
  const names = useAvatarNames();
  function choose(id: string | undefined) {
    remember(id);
    const address = addressOf(id);
    if (address) startTransition(() => router.push(address as Route));
  }
  const choices = [{ id: undefined, name: t("nav.allAvatars") }, ...names].map(({ id, name }) => ({
    id: id ?? "all",
    label: name,
    isCurrent: id === avatarId,
    run: () => choose(id),
  }));
  return (
    <SearchDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      label={t("nav.avatarFilter")}
      none={t("keys.none")}
      groups={[{ label: t("nav.avatars"), items: choices }]}
    />
  );
}
