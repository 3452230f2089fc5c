import type { useFormatter } from "next-intl";

/** How long something took, and never more exact than it can be. */
export function durationOf(format: ReturnType<typeof useFormatter>, seconds: number): string {
  const [value, unit] =
    seconds < 90 ? [Math.max(1, Math.round(seconds)), "second"] : [Math.round(seconds / 60), "minute"];
  return format.number(value as number, { style: "unit", unit: unit as string, unitDisplay: "short" });
}
