"use client";

import { useTranslations } from "next-intl";
import { useAreas } from "../../lib/use-keys.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { KeyCaps } from "../../ui/key-caps.tsx";

type Props = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** The keys of the page at hand, by area; an area that appears twice is one. */
export function KeyMapDialog({ isOpen, onOpenChange }: Props) {
  const t = useTranslations("keys");
  const areas = Map.groupBy(useAreas(), ({ name }) => name);
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={t("title")} dismiss={t("close")}>
      {[...areas].map(([name, parts]) => (
        <section key={name} className="grid gap-1">
          <h3 className="text-13 text-ink-2">{name}</h3>
          <dl className="grid divide-y divide-line">
            {parts
              .flatMap(({ shortcuts }) => shortcuts)
              .map(({ key, label }) => (
                <div key={key} className="flex min-h-9 items-center justify-between gap-4">
                  <dt>{label}</dt>
                  <dd>
                    <KeyCaps keys={key} />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <p className="text-13 text-ink-3">{t("note")}</p>
    </Dialog>
  );
}
