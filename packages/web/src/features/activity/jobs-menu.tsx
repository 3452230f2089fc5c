"use client";

import { ListTodo, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Popover } from "../../ui/popover.tsx";
import { CancelExport } from "../library/cancel-export.tsx";
import { useActivity } from "./activity-provider.tsx";
import { CancelJob } from "./cancel-job.tsx";
import { JobLine } from "./job-line.tsx";
import { MenuCount } from "./menu-count.tsx";
import { useNow } from "./use-now.ts";

/** How many jobs run, and on a click which, how far and how long still. */
export function JobsMenu() {
  const t = useTranslations("activity");
  const { activity, answeredAt } = useActivity();
  const [isOpen, setOpen] = useState(false);
  const jobs = activity?.jobs ?? [];
  const now = useNow(isOpen && jobs.length > 0);
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      label={t("jobsShort")}
      button={{ variant: "quiet", className: "relative px-2.5 lg:pr-1" }}
      trigger={
        <>
          {jobs.length > 0 ? (
            <LoaderCircle aria-hidden className="animate-spin text-info motion-reduce:animate-none" />
          ) : (
            <ListTodo aria-hidden />
          )}
          <span className="sr-only lg:not-sr-only">{t("jobsShort")}</span>
          <MenuCount count={jobs.length} />
          <span className="sr-only">{t("jobs", { count: jobs.length })}</span>
        </>
      }
      className="grid max-h-[min(480px,70dvh)] w-[min(380px,calc(100vw-24px))] gap-1 overflow-y-auto p-2"
    >
      {jobs.length === 0 ? <p className="px-2 py-2 text-ink-2">{t("noJobs")}</p> : null}
      <ul className="grid gap-1 empty:hidden">
        {jobs.map((job) => (
          <li key={`${job.kind} ${job.id}`} className="grid">
            <JobLine job={job} secondsSince={(now - answeredAt) / 1000} onFollow={() => setOpen(false)} />
            {job.kind === "setup" || job.kind === "batch" ? <CancelJob job={job} /> : null}
            {job.kind === "export" ? (
              <div className="grid gap-2 px-2 pb-1">
                <CancelExport exportId={job.id} className="-ml-2 min-h-8 justify-self-start px-2 text-13" />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Popover>
  );
}
