import type { useTranslations } from "next-intl";

/** The word for a ledger's kind; one that has none yet is shown as it is. */
export function kindName(t: ReturnType<typeof useTranslations<"kind">>, kind: string): string {
  const key = kind as "image";
  return t.has(key) ? t(key) : kind;
}
