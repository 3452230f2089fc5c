"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { switchSingleKeys, useKeys } from "../../lib/use-keys.ts";
import { lazily } from "../lazily.tsx";

const KeyMapDialog = lazily(() => import("./key-map-dialog.tsx").then((file) => file.KeyMapDialog));

/** Opens the map of all keys that this page knows, and minds whether single keys are wanted. */
export function KeyMap({ hasSingleKeys }: { hasSingleKeys: boolean }) {
  const t = useTranslations("keys");
  const [isOpen, setOpen] = useState<boolean>();
  useKeys(t("anywhere"), [{ key: "?", label: t("map"), run: () => setOpen(true) }]);
  useEffect(() => switchSingleKeys(hasSingleKeys), [hasSingleKeys]);
  // Made once it is wanted; kept afterwards, so that closing can hand the focus back.
  return isOpen === undefined ? null : <KeyMapDialog isOpen={isOpen} onOpenChange={setOpen} />;
}
