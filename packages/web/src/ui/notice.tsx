import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info } from "lucide-react";
import type { ReactNode } from "react";

const notice = cva(
  "flex items-start gap-2 rounded-control border border-line bg-surface px-3 py-2.5 text-14 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: { tone: { bad: "[&_svg]:text-bad", good: "[&_svg]:text-good", info: "[&_svg]:text-info" } },
    defaultVariants: { tone: "info" },
  },
);
const icons = { bad: CircleAlert, good: CircleCheck, info: Info };

/** A sentence that a screen reader says at once when it is bad news, and in its turn otherwise. */
export function Notice({ tone, children }: VariantProps<typeof notice> & { children: ReactNode }) {
  const Icon = icons[tone ?? "info"];
  return (
    <div data-slot="notice" role={tone === "bad" ? "alert" : "status"} className={notice({ tone })}>
      <Icon aria-hidden />
      <div className="grid min-w-0 gap-0.5">{children}</div>
    </div>
  );
}
