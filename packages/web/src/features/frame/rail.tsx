"use client";

import { clsx } from "clsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import type { Route } from "next";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAvatarFilter } from "../../lib/avatar-filter.tsx";
import { keepCookie } from "../../lib/browser-cookie.ts";
import { useKeys } from "../../lib/use-keys.ts";
import { ReachLink } from "../../ui/reach-link.tsx";
import { NeedsCount } from "../activity/needs-count.tsx";
import { places } from "./places.ts";

/** At the left on a desk, where it can be narrowed to its icons; at the bottom under the thumb. */
export function Rail({ isNarrow: initial }: { isNarrow: boolean }) {
  const t = useTranslations("nav");
  const keys = useTranslations("keys");
  const path = usePathname();
  const { withAvatar } = useAvatarFilter();
  const [isNarrow, setNarrow] = useState(initial);
  function toggle() {
    setNarrow(!isNarrow);
    keepCookie("rail", isNarrow ? undefined : "narrow");
  }
  useKeys(keys("anywhere"), [{ key: "m", label: t("toggleRail"), run: toggle }]);
  const line =
    "min-h-14 flex-col items-center justify-center gap-1 text-12 transition-colors hover:text-ink aria-[current]:font-medium aria-[current]:text-ink md:min-h-9 md:w-full md:flex-row md:justify-start md:gap-2.5 md:rounded-control md:px-3 md:text-14 md:hover:bg-raised md:aria-[current]:bg-raised [&_svg]:size-5 md:[&_svg]:size-4 md:[&_svg]:shrink-0 aria-[current]:[&_svg]:text-accent";
  const word = isNarrow ? "md:sr-only" : undefined;
  const Toggle = isNarrow ? PanelLeftOpen : PanelLeftClose;
  return (
    <nav
      aria-label={t("label")}
      className={clsx(
        "fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:sticky md:top-0 md:flex md:h-dvh md:shrink-0 md:flex-col md:justify-between md:border-t-0 md:border-r md:bg-bg md:px-3 md:pt-16 md:pb-3",
        isNarrow ? "md:w-16" : "md:w-52",
      )}
    >
      <ul className="grid grid-cols-4 md:grid-cols-1 md:gap-0.5">
        {places.map(({ path: target, name, Icon }) => {
          const isHere = target === "/" ? path === "/" : path.startsWith(target);
          return (
            <li key={name} className="relative">
              <ReachLink
                href={withAvatar(target) as Route}
                title={isNarrow ? t(name) : undefined}
                aria-current={isHere ? "page" : undefined}
                className={`flex text-ink-2 ${line}`}
              >
                <Icon aria-hidden /> <span className={word}>{t(name)}</span>
                {name === "today" ? <NeedsCount isNarrow={isNarrow} /> : null}
              </ReachLink>
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        onClick={toggle}
        aria-expanded={!isNarrow}
        aria-keyshortcuts="m"
        title={isNarrow ? t("toggleRail") : undefined}
        className={`hidden text-ink-3 md:flex ${line}`}
      >
        <Toggle aria-hidden /> <span className={word}>{t("toggleRail")}</span>
      </button>
    </nav>
  );
}
