import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";

/** The looks are in globals.css, in the layer below the utilities: what a place adds wins without being merged. */
export const buttonVariants = cva("button", {
  variants: {
    variant: {
      primary: "button-primary",
      plain: "button-plain",
      quiet: "button-quiet",
      danger: "button-danger",
    },
    width: { auto: "", full: "w-full" },
  },
  defaultVariants: { variant: "plain", width: "auto" },
});

type Props = ComponentProps<"button"> & VariantProps<typeof buttonVariants>;

export function Button({ className, variant, width, type = "button", ...props }: Props) {
  return (
    <button
      data-slot="button"
      type={type}
      className={buttonVariants({ variant, width, className })}
      {...props}
    />
  );
}
