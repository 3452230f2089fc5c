"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAvatarFilter } from "../../lib/avatar-filter.tsx";
import { useAreas } from "../../lib/use-keys.ts";
import { SearchDialog } from "../../ui/search-dialog.tsx";
import { places } from "./places.ts";
import { leaveStudio } from "./sign-out.ts";
import { useAvatarNames } from "./use-avatar-names.ts";

type Props = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** What was typed before this was there. */
  takeTyped: () => string;
};

/** Go to a section or an avatar, create, or do what a key of this page does. */
export function PaletteDialog({ isOpen, onOpenChange, takeTyped }: Props) {
  const t = useTranslations();
  const router = useRouter();
  const [typed, setTyped] = useState(takeTyped);
  const names = useAvatarNames();
  const areas = useAreas();
  const { withAvatar } = useAvatarFilter();
  const go = (path: string) => () => router.push(path as Route);
  const acts = areas.flatMap(({ shortcuts }) => shortcuts).filter(({ key }) => key !== "mod+k");
  return (
    <SearchDialog
      isOpen={isOpen}
      onOpenChange={(next) => {
        setTyped("");
        onOpenChange(next);
      }}
      typed={typed}
      label={t("keys.search")}
      none={t("keys.none")}
      groups={[
        {
          label: t("keys.goTo"),
          items: [
            ...places.map(({ path, name }) => ({
              id: path,
              label: t(`nav.${name}`),
              run: go(withAvatar(path)),
            })),
            { id: "/account", label: t("nav.settings"), run: go("/account") },
          ],
        },
        {
          label: t("keys.create"),
          items: [{ id: "/avatars/new", label: t("avatar.new"), run: go("/avatars/new") }],
        },
        {
          label: t("nav.avatars"),
          items: names.map(({ id, name }) => ({ id, label: name, run: go(`/avatars/${id}`) })),
        },
        {
          label: t("keys.act"),
          items: [
            ...acts.map(({ key, label, run }) => ({
              id: `key ${key} ${label}`,
              label,
              keys: key,
              // Once the dialog has given the focus back, which is where a key would have been heard.
              run: () => setTimeout(() => run(new KeyboardEvent("keydown", { key }))),
            })),
            { id: "sign-out", label: t("nav.signOut"), run: leaveStudio },
          ],
        },
      ]}
    />
  );
}
