import type { ReactNode } from "react";
import type { Avatar } from "../../lib/api-type.ts";

const colors: Record<Avatar["status"], string> = {
  draft: "text-line",
  training: "text-info",
  ready: "text-good",
  failed: "text-bad",
  canceled: "text-edge",
  archived: "text-line",
  review: "text-warn",
};

type Props = { status: Avatar["status"]; progress?: number | undefined; children: ReactNode };

/** The state around a portrait: closed when it is over, and as far around as the work has come while it runs. */
export function Ring({ status, progress, children }: Props) {
  const isPartial = status === "training" || progress !== undefined;
  const part = Math.round((progress ?? 0) * 100);
  return (
    <span className={`relative block p-1.5 ${isPartial ? "text-info" : colors[status]}`}>
      {children}
      <svg
        aria-hidden="true"
        className="pointer-events-none absolute inset-px h-[calc(100%-2px)] w-[calc(100%-2px)] overflow-visible"
      >
        {isPartial ? <Line className="text-line" dash="100 0" /> : null}
        <Line dash={isPartial ? `${part} ${100 - part}` : "100 0"} />
      </svg>
    </span>
  );
}

const Line = ({ dash, className = "" }: { dash: string; className?: string }) => (
  <rect
    width="100%"
    height="100%"
    rx="16"
    pathLength={100}
    strokeDasharray={dash}
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    className={`transition-[stroke-dasharray] duration-1000 ease-linear ${className}`}
  />
);
