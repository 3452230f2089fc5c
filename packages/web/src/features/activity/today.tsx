"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Activity } from "../../lib/api-type.ts";
import { useActivity } from "./activity-provider.tsx";
import { JobLine } from "./job-line.tsx";
import { NeedLine } from "./need-line.tsx";
import { useNow } from "./use-now.ts";

type Props = {
  initial: Activity;
  /** Of which avatar; undefined for all of them. */
  avatarId: string | undefined;
};

/** What waits for a person and what runs, as it changes. The tab's one poll knows all of it, so one avatar's is a part. */
export function Today({ initial, avatarId }: Props) {
  const t = useTranslations("today");
  const live = useActivity();
  const [renderedAt] = useState(() => Date.now());
  const activity = live.activity ?? initial;
  const isMeant = (line: { avatarId: string | null }) => avatarId === undefined || line.avatarId === avatarId;
  const [needs, jobs] = [activity.needs.filter(isMeant), activity.jobs.filter(isMeant)];
  const now = useNow(jobs.length > 0);
  const answeredAt = live.activity ? live.answeredAt : renderedAt;
  return (
    <div className="grid content-start gap-8">
      <Lines title={t("needs")} none={t(avatarId ? "nothingNeedsOne" : "nothingNeeds")}>
        {needs.map((need) => (
          <li key={`${need.kind} ${need.id}`}>
            <NeedLine need={need} />
          </li>
        ))}
      </Lines>
      <Lines title={t("runs")} none={t(avatarId ? "nothingRunsOne" : "nothingRuns")}>
        {jobs.map((job) => (
          <li key={`${job.kind} ${job.id}`} className="-mx-2">
            <JobLine job={job} secondsSince={(now - answeredAt) / 1000} />
          </li>
        ))}
      </Lines>
    </div>
  );
}

function Lines({ title, none, children }: { title: string; none: string; children: ReactNode[] }) {
  return (
    <section className="grid gap-2">
      <h2 className="text-16">{title}</h2>
      {children.length === 0 ? <p className="text-ink-2">{none}</p> : null}
      <ul className="grid divide-y divide-line border-y border-line empty:hidden">{children}</ul>
    </section>
  );
}
