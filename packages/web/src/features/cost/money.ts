import type { useFormatter } from "next-intl";

type Format = ReturnType<typeof useFormatter>;

const nanosPerDollar = 1_000_000_000;

/** Money with its currency; parts of a cent show where the sum is below one. */
export function money(format: Format, nanos: number): string {
  const dollars = nanos / nanosPerDollar;
  const isTiny = dollars !== 0 && Math.abs(dollars) < 0.01;
  return format.number(dollars, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: isTiny ? 4 : 2,
    maximumFractionDigits: isTiny ? 5 : 2,
  });
}

/** Money that something will cost about: what is below a cent is said to be one. */
export const roughMoney = (format: Format, nanos: number): string =>
  money(format, nanos > 0 ? Math.max(nanos, nanosPerDollar / 100) : nanos);

/** Money to the billionth, as far as there are any: a row as it was booked. */
export const exactMoney = (format: Format, nanos: number): string =>
  format.number(nanos / nanosPerDollar, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: 2,
    maximumFractionDigits: 9,
  });
