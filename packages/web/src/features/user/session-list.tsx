"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import type { Session } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { deviceOf } from "./device-name.ts";

/** Where the account is open; each but this one can be ended from here. */
export function SessionList({ sessions, now }: { sessions: Session[]; now: number }) {
  const t = useTranslations("account");
  const format = useFormatter();
  const router = useRouter();
  const { run, problem, isPending } = useAction();
  const end = (sessionId: string) =>
    run(async () => {
      await answerOf(api.auth.sessions[":sessionId"].$delete({ param: { sessionId } }));
      router.refresh();
    });
  return (
    <div className="grid max-w-2xl gap-3">
      <ProblemNotice problem={problem} />
      <ul className="grid divide-y divide-line border-y border-line">
        {sessions.map((session) => {
          const device = nameOf(session.userAgent);
          return (
            <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <p className="line-clamp-2 wrap-anywhere" title={session.userAgent}>
                  {device}
                </p>
                <p className="text-13 text-ink-3">
                  {session.address} ·{" "}
                  {session.isCurrent
                    ? t("inUse")
                    : t("lastUsed", { when: format.relativeTime(new Date(session.lastUsedAt), now) })}
                </p>
              </div>
              {session.isCurrent ? (
                <span className="text-13 text-ink-2">{t("current")}</span>
              ) : (
                <Button
                  disabled={isPending}
                  aria-label={t("endOf", { device })}
                  onClick={() => end(session.id)}
                >
                  {t("end")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );

  function nameOf(userAgent: string): string {
    const { browser, system } = deviceOf(userAgent);
    if (browser && system) return t("deviceOn", { browser, system });
    // The first word is the name; what follows it is for machines.
    const name = userAgent.split(/[/ ]/)[0];
    return browser ?? system ?? (name ? t("program", { name }) : t("unknown"));
  }
}
