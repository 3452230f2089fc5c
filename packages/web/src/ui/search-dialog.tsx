"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Check, Search } from "lucide-react";
import { KeyCaps } from "./key-caps.tsx";

export type Choice = { id: string; label: string; keys?: string; isCurrent?: boolean; run: () => void };
export type ChoiceGroup = { label: string; items: Choice[] };

type Props = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** What is chosen here; also the field's name. */
  label: string;
  /** What stands where nothing matches. */
  none: string;
  groups: ChoiceGroup[];
  /** What stands in the field when it opens. */
  typed?: string;
};

/** A field and, below it, what matches; Enter takes the line that is marked. */
export function SearchDialog({ isOpen, onOpenChange, label, none, groups, typed = "" }: Props) {
  function take(choice: Choice) {
    onOpenChange(false);
    choice.run();
  }
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-bg/70" />
        <Dialog.Popup
          aria-label={label}
          className="fixed top-[12dvh] left-1/2 z-50 w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-hidden rounded-media border border-line bg-surface shadow-float"
        >
          <Autocomplete.Root
            inline
            open
            defaultValue={typed}
            items={groups.filter(({ items }) => items.length > 0)}
            autoHighlight="always"
            itemToStringValue={(choice: Choice) => choice.label}
          >
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
              <Autocomplete.Input
                aria-label={label}
                placeholder={label}
                className="min-h-12 w-full bg-transparent text-16 outline-none placeholder:text-ink-3"
              />
            </div>
            <Autocomplete.Empty className="px-4 py-5 text-ink-2 empty:hidden">{none}</Autocomplete.Empty>
            <Autocomplete.List className="max-h-[min(400px,60dvh)] overflow-y-auto p-2 empty:hidden">
              {(group: ChoiceGroup) => (
                <Autocomplete.Group key={group.label} items={group.items} className="pb-2 last:pb-0">
                  <Autocomplete.GroupLabel className="px-2 py-1.5 text-12 text-ink-3">
                    {group.label}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(choice: Choice) => (
                      <Autocomplete.Item
                        key={choice.id}
                        value={choice}
                        onClick={() => take(choice)}
                        className="flex min-h-(--touch) cursor-default items-center justify-between gap-3 rounded-control px-2 data-highlighted:bg-raised"
                      >
                        <span className="min-w-0 truncate">{choice.label}</span>
                        {choice.isCurrent ? <Check aria-hidden className="size-4 text-accent" /> : null}
                        {choice.keys ? <KeyCaps keys={choice.keys} /> : null}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
