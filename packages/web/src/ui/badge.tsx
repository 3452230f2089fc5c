import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";

const badge = cva(
  "inline-flex items-center gap-1.5 text-13 whitespace-nowrap before:size-2 before:shrink-0 before:rounded-full before:bg-current",
  {
    variants: {
      tone: { quiet: "text-ink-3", good: "text-good", warn: "text-warn", bad: "text-bad", info: "text-info" },
    },
    defaultVariants: { tone: "quiet" },
  },
);
export type Tone = NonNullable<VariantProps<typeof badge>["tone"]>;

/** A state: a dot and its word. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span data-slot="badge" className={badge({ tone })}>
      {children}
    </span>
  );
}
