"use client";

import { CircleUser, Images, ReceiptText, Sun } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";

const places = [
  { path: "/", name: "today", Icon: Sun },
  { path: "/avatars", name: "avatars", Icon: CircleUser },
  { path: "/library", name: "library", Icon: Images },
  { path: "/costs", name: "costs", Icon: ReceiptText },
] as const;

/** At the left on a desk, at the bottom under the thumb. */
export function Rail() {
  const t = useTranslations("nav");
  const path = usePathname();
  return (
    <nav
      aria-label={t("label")}
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:sticky md:top-0 md:h-dvh md:w-52 md:shrink-0 md:border-t-0 md:border-r md:bg-bg md:px-3 md:pt-16"
    >
      <ul className="grid grid-cols-4 md:grid-cols-1 md:gap-0.5">
        {places.map(({ path: target, name, Icon }) => {
          const isHere = target === "/" ? path === "/" : path.startsWith(target);
          return (
            <li key={name}>
              <Link
                href={target}
                aria-current={isHere ? "page" : undefined}
                className="flex min-h-14 flex-col items-center justify-center gap-1 text-12 text-ink-2 transition-colors hover:text-ink aria-[current]:font-medium aria-[current]:text-ink md:min-h-9 md:flex-row md:justify-start md:gap-2.5 md:rounded-control md:px-3 md:text-14 md:hover:bg-raised md:aria-[current]:bg-raised [&_svg]:size-5 md:[&_svg]:size-4 aria-[current]:[&_svg]:text-accent"
              >
                <Icon aria-hidden /> {t(name)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
