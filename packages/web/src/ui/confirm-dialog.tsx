"use client";

import { Dialog } from "@base-ui/react/dialog";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./button.tsx";

type Props = {
  trigger: ReactElement;
  label: ReactNode;
  title: string;
  lead: string;
  dismiss: string;
  confirm: string;
  isConfirmable?: boolean;
  onConfirm: () => void;
  children?: ReactNode;
};

/** Asks before something that costs or cannot be undone. */
export function ConfirmDialog(props: Props) {
  const { trigger, label, title, lead, dismiss, confirm, isConfirmable = true, onConfirm, children } = props;
  return (
    <Dialog.Root>
      <Dialog.Trigger render={trigger}>{label}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-bg/70" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 grid w-[min(440px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 gap-3 rounded-media border border-line bg-surface p-5 shadow-float">
          <Dialog.Title className="text-16 font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="text-ink-2">{lead}</Dialog.Description>
          {children}
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <Dialog.Close render={<Button />}>{dismiss}</Dialog.Close>
            <Dialog.Close render={<Button variant="danger" disabled={!isConfirmable} />} onClick={onConfirm}>
              {confirm}
            </Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
