"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { keepTyping } from "../../lib/keep-typing.ts";
import { useKeys } from "../../lib/use-keys.ts";
import { usePart } from "../../lib/use-part.ts";
import { Button } from "../../ui/button.tsx";
import { KeyCaps } from "../../ui/key-caps.tsx";
import { PartLost } from "../part-lost.tsx";

const load = () => import("./palette-dialog.tsx").then((file) => file.PaletteDialog);

/** Goes anywhere and does anything by typing its name. */
export function Palette() {
  const t = useTranslations("keys");
  const [isOpen, setOpen] = useState<boolean>();
  const [PaletteDialog, want, isLost] = usePart(load);
  const typed = useRef<() => string>(undefined);
  const open = () => {
    want();
    typed.current ??= keepTyping();
    setOpen(true);
  };
  useEffect(() => () => void typed.current?.(), []);
  useEffect(() => {
    // It may take long to come: what is typed by then is for the page again.
    if (isLost) typed.current?.();
  }, [isLost]);
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
      {isLost ? <PartLost onAgain={want} /> : null}
      {isOpen === undefined || !PaletteDialog ? null : (
        <PaletteDialog isOpen={isOpen} onOpenChange={setOpen} takeTyped={() => typed.current?.() ?? ""} />
      )}
    </>
  );
}
