"use client";

import { useTranslations } from "next-intl";
import { useActivity } from "./activity-provider.tsx";

/** How much waits for a person, beside the place where it is listed. */
export function NeedsCount({ isNarrow }: { isNarrow: boolean }) {
  const t = useTranslations("activity");
  const { activity } = useActivity();
  const count = activity?.needs.length ?? 0;
  if (count === 0) return null;
  return (
    <span
      className={`absolute top-1.5 right-[calc(50%-24px)] rounded-full bg-raised px-1.5 text-12 text-ink-2 tabular-nums ${isNarrow ? "md:sr-only" : "md:static md:ml-auto"}`}
    >
      <span aria-hidden>{count}</span>
      <span className="sr-only">{t("waiting", { count })}</span>
    </span>
  );
}
