"use client";

import { Popover } from "@base-ui/react/popover";
import { Button } from "./button.tsx";
import type { PopoverProps } from "./popover.tsx";

/** The button again, now with the popup. */
export function PopoverPanel({
  isOpen,
  onOpenChange,
  button,
  trigger,
  label,
  className,
  children,
}: PopoverProps) {
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
      <Popover.Trigger render={<Button {...button} />}>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={6} className="z-50">
          <Popover.Popup
            aria-label={label}
            className={`rounded-media border border-line bg-surface shadow-float ${className}`}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
