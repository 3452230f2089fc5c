"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

type Props = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What the button says that closes it. */
  dismiss: string;
  children: ReactNode;
};

/** Something to read or do before going on; a click beside it and Escape close it. */
export function Dialog({ isOpen, onOpenChange, title, dismiss, children }: Props) {
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-bg/70" />
        <BaseDialog.Popup className="fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-32px)] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-media border border-line bg-surface p-5 shadow-float">
          <div className="flex items-center justify-between gap-3">
            <BaseDialog.Title className="text-16 font-semibold">{title}</BaseDialog.Title>
            <BaseDialog.Close render={<Button variant="quiet" aria-label={dismiss} className="px-2" />}>
              <X aria-hidden />
            </BaseDialog.Close>
          </div>
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
