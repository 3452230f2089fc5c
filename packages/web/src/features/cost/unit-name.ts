import type { useTranslations } from "next-intl";

/** The word for what a ledger's row counts; one that has none yet is shown as it is. */
export function unitName(t: ReturnType<typeof useTranslations<"unit">>, unit: string, count: number): string {
  const key = unit as "image";
  return t.has(key) ? t(key, { count }) : unit;
}
