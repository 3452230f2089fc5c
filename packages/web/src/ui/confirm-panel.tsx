"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Button } from "./button.tsx";
import type { ConfirmPanelProps } from "./confirm-dialog.tsx";

/** The question itself, with the two answers. */
export function ConfirmPanel(props: ConfirmPanelProps) {
  const { isOpen, onOpenChange, opener, title, lead, dismiss, confirm, onConfirm, children } = props;
  const { isConfirmable = true, variant = "danger" } = props;
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-bg/70" />
        <Dialog.Popup
          finalFocus={opener}
          className="fixed top-1/2 left-1/2 z-50 grid w-[min(440px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 gap-3 rounded-media border border-line bg-surface p-5 shadow-float"
        >
          <Dialog.Title className="text-16 font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="text-ink-2">{lead}</Dialog.Description>
          {children}
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <Dialog.Close render={<Button />}>{dismiss}</Dialog.Close>
            <Dialog.Close render={<Button variant={variant} disabled={!isConfirmable} />} onClick={onConfirm}>
              {confirm}
            </Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
