"use client";

import { Popover } from "@base-ui/react/popover";
import { useTranslations } from "next-intl";
import { Button } from "../../ui/button.tsx";
import { useActivity } from "./activity-provider.tsx";

/** Names of firms and products are the same in every language; what has none is a message. */
const names: Record<string, string> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  replicate: "Replicate",
  r2: "Cloudflare R2",
  rekognition: "Amazon Rekognition",
  ses: "Amazon SES",
};

/** Says that what is seen here was not made by the real providers, and which are simulated. */
export function SandboxBadge() {
  const t = useTranslations("activity");
  const { activity } = useActivity();
  const simulated = activity?.simulated ?? [];
  if (simulated.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger
        openOnHover
        render={
          <Button variant="plain" className="min-h-7 border-warn bg-transparent px-2 text-13 text-warn" />
        }
      >
        {t("sandbox")} <span className="sr-only">{t("sandboxLabel", { count: simulated.length })}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={6} className="z-50">
          <Popover.Popup className="grid w-72 max-w-[calc(100vw-24px)] gap-2 rounded-media border border-line bg-surface p-3 shadow-float">
            <Popover.Title className="font-medium">{t("sandboxTitle")}</Popover.Title>
            <ul className="grid gap-1 text-ink-2">
              {simulated.map((provider) => (
                <li key={provider}>{names[provider] ?? provider}</li>
              ))}
            </ul>
            <Popover.Description className="text-13 text-ink-3">{t("sandboxHint")}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
