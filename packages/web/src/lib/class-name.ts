import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: { classGroups: { "font-size": [{ text: ["12", "13", "14", "16", "20", "28"] }] } },
});

/** Joins class names; the later of two that set the same thing wins. */
export const cn = (...values: ClassValue[]): string => merge(clsx(values));
