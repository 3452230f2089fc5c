import type { useFormatter } from "next-intl";

const nanosPerDollar = 1_000_000_000;

/** Money with its currency; parts of a cent show where the sum is below one. */
export function money(format: ReturnType<typeof useFormatter>, nanos: number): string {
  const dollars = nanos / nanosPerDollar;
  const isTiny = dollars !== 0 && Math.abs(dollars) < 0.01;
  return format.number(dollars, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: isTiny ? 4 : 2,
    maximumFractionDigits: isTiny ? 5 : 2,
  });
}
