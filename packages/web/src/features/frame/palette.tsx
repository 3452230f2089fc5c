"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { keepTyping } from "../../lib/keep-typing.ts";
import { useKeys } from "../../lib/use-keys.ts";
import { Button } from "../../ui/button.tsx";
import { KeyCaps } from "../../ui/key-caps.tsx";

const PaletteDialog = dynamic(() => import("./palette-dialog.tsx").then((file) => file.PaletteDialog));

/** Goes anywhere and does anything by typing its name. */
export function Palette() {
  const t = useTranslations("keys");
  const [isOpen, setOpen] = useState<boolean>();
  const typed = useRef<() => string>(undefined);
  const open = () => {
    typed.current ??= keepTyping();
    setOpen(true);
  };
  useEffect(() => () => void typed.current?.(), []);
  useKeys(t("anywhere"), [{ key: "mod+k", label: t("palette"), run: open }]);
  return (
    <>
      <Button
        onClick={open}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="px-2.5 text-ink-2 lg:w-56"
      >
        <Search aria-hidden />
        <span className="sr-only flex-1 text-left font-normal lg:not-sr-only">{t("search")}</span>
        <span aria-hidden className="hidden lg:inline">
          <KeyCaps keys="mod+k" />
        </span>
      </Button>
      {isOpen === undefined ? null : (
        <PaletteDialog isOpen={isOpen} onOpenChange={setOpen} takeTyped={() => typed.current?.() ?? ""} />
      )}
    </>
  );
}
