"use client";

import { WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { askToSignIn } from "../../lib/sign-in-again.ts";
import { Button } from "../../ui/button.tsx";
import { useActivity } from "./activity-provider.tsx";

/** Says that what is seen may be old, and goes by itself once it is not. */
export function ConnectionBar() {
  const t = useTranslations("activity");
  const { connection } = useActivity();
  return (
    <div role="status" className="sticky top-0 z-40">
      {connection === "online" ? null : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn bg-surface px-4 py-2 md:px-8">
          <WifiOff aria-hidden className="size-4 shrink-0 text-warn" />
          <p className="min-w-0 flex-1">{t(connection === "offline" ? "offline" : "signedOut")}</p>
          {connection === "signed-out" ? <Button onClick={askToSignIn}>{t("signIn")}</Button> : null}
        </div>
      )}
    </div>
  );
}
