"use client";

import { type ReactNode, useState } from "react";
import { usePart } from "../lib/use-part.ts";
import { Button } from "./button.tsx";

export type PopoverProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** What the button looks like and is called. */
  button: { variant?: "plain" | "quiet"; className?: string; "aria-label"?: string };
  trigger: ReactNode;
  /** The popup's name. */
  label: string;
  className: string;
  children: ReactNode;
};

const load = () => import("./popover-panel.tsx").then((file) => file.PopoverPanel);

/**
 * A button and what it opens beside itself. What does the opening comes when somebody reaches for the button: a
 * page is loaded more often than a menu is opened. A click that is quicker than it is kept.
 */
export function Popover(props: PopoverProps) {
  const { isOpen, onOpenChange, button, trigger } = props;
  const [Panel, want] = usePart(load);
  const [wasOpened, setOpened] = useState(false);
  // Not before it is opened: a button that is replaced under the pointer loses its click.
  if (Panel && wasOpened) return <Panel {...props} />;
  return (
    <Button
      {...button}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      aria-busy={wasOpened || undefined}
      onPointerEnter={want}
      onFocus={want}
      onClick={() => {
        want();
        setOpened(true);
        onOpenChange(true);
      }}
    >
      {trigger}
    </Button>
  );
}
