import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ActivityProvider } from "../../features/activity/activity-provider.tsx";
import { ConnectionBar } from "../../features/activity/connection-bar.tsx";
import { JobsMenu } from "../../features/activity/jobs-menu.tsx";
import { NoticesMenu } from "../../features/activity/notices-menu.tsx";
import { SandboxBadge } from "../../features/activity/sandbox-badge.tsx";
import { AvatarFilter } from "../../features/frame/avatar-filter.tsx";
import { KeyMap } from "../../features/frame/key-map.tsx";
import { Palette } from "../../features/frame/palette.tsx";
import { Rail } from "../../features/frame/rail.tsx";
import { UserMenu } from "../../features/frame/user-menu.tsx";
import { SignInAgain } from "../../features/user/sign-in-again.tsx";
import { AvatarFilterProvider } from "../../lib/avatar-filter.tsx";
import { currentUser } from "../../lib/current-user.ts";
import { readFrame, readTheme } from "../../lib/preference.ts";
import { requireSession } from "../../lib/server-api.ts";
import { Mark } from "../../ui/mark.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";

export default async function StudioLayout({ children }: { children: ReactNode }) {
  const path = (await headers()).get("x-path") ?? "/";
  const session = await requireSession(path);
  const [t, user, frame] = await Promise.all([getTranslations(), currentUser(), readFrame()]);
  return (
    <NextIntlClientProvider>
      <ActivityProvider>
        <AvatarFilterProvider initial={frame.avatarId}>
          <div className="min-h-dvh md:flex">
            <a
              href="#content"
              className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-surface px-3 py-2 focus:translate-y-0"
            >
              {t("app.skip")}
            </a>
            <Rail isNarrow={frame.isNarrow} />
            <KeyMap hasSingleKeys={user?.hasSingleKeys ?? true} />
            <div className="min-w-0 flex-1 pb-20 md:pb-0">
              <ConnectionBar />
              <header className="mx-auto flex min-h-14 max-w-6xl items-center justify-end px-4 max-sm:pr-2 sm:gap-1 md:px-8 max-sm:[&_.button]:min-w-9">
                <ReachLink
                  href="/"
                  aria-label={t("app.name")}
                  className="flex min-h-(--touch) min-w-7 shrink-0 items-center gap-2 font-semibold sm:min-w-9"
                >
                  <Mark /> <span className="hidden xl:inline">{t("app.name")}</span>
                </ReachLink>
                {/* It comes with the first answer of the poll, and moves nothing from here. */}
                <SandboxBadge />
                <span className="mr-auto" />
                <AvatarFilter />
                <Palette />
                <JobsMenu />
                <NoticesMenu />
                <UserMenu name={user?.name ?? session.name} theme={await readTheme()} />
              </header>
              <main
                id="content"
                tabIndex={-1}
                className="mx-auto grid max-w-6xl gap-6 px-4 pt-2 pb-12 outline-none md:px-8"
              >
                {children}
              </main>
            </div>
            <SignInAgain email={session.email} />
          </div>
        </AvatarFilterProvider>
      </ActivityProvider>
    </NextIntlClientProvider>
  );
}
