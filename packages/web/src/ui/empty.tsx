import type { ReactNode } from "react";

/** What a view says that has nothing to show: what belongs here, and the one thing to do. */
export function Empty({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  return (
    <div data-slot="empty" className="grid max-w-md justify-items-start gap-2 py-10">
      <h2 className="text-16">{title}</h2>
      <p className="text-ink-2">{lead}</p>
      {children ? <div className="mt-3">{children}</div> : null}
    </div>
  );
}
