"use client";

import { Progress as BaseProgress } from "@base-ui/react/progress";

/** How far something is. The bar glides between two values; the words beside it say the number. */
export function Progress({ label, value, max }: { label: string; value: number; max: number }) {
  return (
    <BaseProgress.Root value={value} max={Math.max(max, 1)} aria-label={label} className="w-full">
      <BaseProgress.Track className="block h-1.5 overflow-hidden rounded-full bg-raised">
        <BaseProgress.Indicator className="block h-full rounded-full bg-ink-2 transition-[width] duration-1000 ease-linear" />
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}
