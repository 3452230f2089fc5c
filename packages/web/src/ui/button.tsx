import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "../lib/class-name.ts";

export const buttonVariants = cva(
  "inline-flex min-h-9 items-center justify-center gap-2 rounded-control px-3.5 text-14 font-medium whitespace-nowrap no-underline transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent enabled:hover:bg-accent/90",
        plain: "border border-line bg-surface text-ink hover:bg-raised",
        quiet: "text-ink-2 hover:bg-raised hover:text-ink",
        danger: "border border-line bg-surface text-bad hover:bg-raised",
      },
      width: { auto: "", full: "w-full" },
    },
    defaultVariants: { variant: "plain", width: "auto" },
  },
);

type Props = ComponentProps<"button"> & VariantProps<typeof buttonVariants>;

export function Button({ className, variant, width, type = "button", ...props }: Props) {
  return (
    <button
      data-slot="button"
      type={type}
      className={cn(buttonVariants({ variant, width }), className)}
      {...props}
    />
  );
}
