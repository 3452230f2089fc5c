"use client";

import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
  useRef,
  useState,
} from "react";
import { usePart } from "../lib/use-part.ts";

type Asked = {
  title: string;
  lead: string;
  dismiss: string;
  confirm: string;
  /** `danger` for what destroys something, which is what is asked about most. */
  variant?: "danger" | "primary";
  isConfirmable?: boolean;
  onConfirm: () => void;
  children?: ReactNode;
};
type Props = Asked & {
  trigger: ReactElement<ComponentProps<"button">>;
  label: ReactNode;
  /** For what was typed into it, which is not there when it is opened again. */
  onClose?: () => void;
};
export type ConfirmPanelProps = Asked & {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  opener: React.RefObject<HTMLButtonElement | null>;
};

const load = () => import("./confirm-panel.tsx").then((file) => file.ConfirmPanel);

/** Asks before something that costs or cannot be undone. The dialog's code comes when the button is reached for. */
export function ConfirmDialog({ trigger, label, onClose, ...asked }: Props) {
  const [Panel, want] = usePart(load);
  const [isOpen, setOpen] = useState<boolean>();
  const opener = useRef<HTMLButtonElement>(null);
  const open = () => {
    want();
    setOpen(true);
  };
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) onClose?.();
  };
  const verbs = { onPointerEnter: want, onFocus: want, onClick: open };
  const state = { "aria-haspopup": "dialog" as const, "aria-expanded": isOpen ?? false };
  return (
    <>
      {cloneElement(trigger, { ref: opener, ...verbs, ...state }, label)}
      {Panel && isOpen !== undefined ? (
        <Panel {...asked} isOpen={isOpen} onOpenChange={change} opener={opener} />
      ) : null}
    </>
  );
}
