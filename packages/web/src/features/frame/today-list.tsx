import { ChevronRight } from "lucide-react";
import Link from "next/link";

type Address = `/avatars/${string}` | `/batches/${string}`;
type Props = { title: string; lines: { href: Address; text: string }[]; none: string };

/** Lines that lead to their places. */
export function TodayList({ title, lines, none }: Props) {
  return (
    <section className="grid gap-2">
      <h2 className="text-16">{title}</h2>
      {lines.length === 0 ? <p className="text-ink-2">{none}</p> : null}
      <ul className="grid divide-y divide-line border-y border-line empty:hidden">
        {lines.map(({ href, text }) => (
          <li key={href}>
            <Link href={href} className="flex min-h-12 items-center justify-between gap-3 hover:bg-raised">
              <span className="min-w-0 wrap-anywhere">{text}</span>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
