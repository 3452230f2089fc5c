import type { ReactNode } from "react";

/** A page's name, and at its right what can be done here. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <h1 className="min-w-0 text-28 wrap-anywhere">{title}</h1>
      {children}
    </div>
  );
}
