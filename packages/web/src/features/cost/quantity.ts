import type { useFormatter, useTranslations } from "next-intl";

type Words = { t: ReturnType<typeof useTranslations<"unit">>; format: ReturnType<typeof useFormatter> };

/** How many of what a ledger's row counts; a unit that has no word yet is shown as it is. */
export function quantityOf(
  { t, format }: Words,
  { quantity, unit }: { quantity: number; unit: string },
): string {
  const key = unit as "image";
  return t.has(key) ? t(key, { count: quantity }) : `${format.number(quantity)} ${unit}`;
}
