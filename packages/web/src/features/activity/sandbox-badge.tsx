"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Popover } from "../../ui/popover.tsx";
import { providerName } from "../provider-name.ts";
import { useActivity } from "./activity-provider.tsx";

/** Says that what is seen here was not made by the real providers, and which are simulated. */
export function SandboxBadge() {
  const t = useTranslations("activity");
  const { activity } = useActivity();
  const [isOpen, setOpen] = useState(false);
  const simulated = activity?.simulated ?? [];
  if (simulated.length === 0) return null;
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      label={t("sandboxTitle")}
      button={{ variant: "quiet", className: "shrink-0 px-1 max-sm:px-1.5 sm:ml-1" }}
      trigger={
        <>
          <span className="rounded-control border border-warn px-2 py-1 text-13 text-warn">
            {t("sandbox")}
          </span>{" "}
          <span className="sr-only">{t("sandboxLabel", { count: simulated.length })}</span>
        </>
      }
      className="grid w-72 max-w-[calc(100vw-24px)] gap-2 p-3"
    >
      <p className="font-medium">{t("sandboxTitle")}</p>
      <ul className="grid gap-1 text-ink-2">
        {simulated.map((provider) => (
          <li key={provider}>{providerName(provider)}</li>
        ))}
      </ul>
      <p className="text-13 text-ink-3">{t("sandboxHint")}</p>
    </Popover>
  );
}
