"use client";

import { Download } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { Export } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useLive } from "../../lib/use-live.ts";
import { buttonVariants } from "../../ui/button.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useReason } from "../activity/use-reason.ts";
import { CancelExport } from "./cancel-export.tsx";

const latest = async () => (await answerOf(api.content.exports.$get({ query: { limit: "6" } }))).items;

/** The zips that are being packed, and the newest of those that ended. */
export function Exports({ initial }: { initial: Export[] }) {
  const t = useTranslations("library");
  const { value, setValue } = useLive(initial, latest, ["export"]);
  const ended = value.find(({ finishedAt }) => finishedAt !== null);
  const shown = value.filter((item) => item.finishedAt === null || item === ended);
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("downloads")}>
      <ul className="grid divide-y divide-line border-y border-line">
        {shown.map((item) => (
          <li key={item.id} className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 py-1.5">
            <ExportLine item={item} onCanceled={() => setValue(value.filter(({ id }) => id !== item.id))} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ExportLine({ item, onCanceled }: { item: Export; onCanceled: () => void }) {
  const t = useTranslations("library");
  const format = useFormatter();
  const reasonOf = useReason();
  const counts = { packed: item.packed, count: item.requested };
  if (item.status === "failed") {
    const reason = reasonOf({ errorCode: item.errorCode, errorStep: null });
    return (
      <p role="status">
        {t("zipFailed", counts)} {reason ? <span className="text-ink-2">{reason}</span> : null}
      </p>
    );
  }
  if (item.status !== "ready") {
    return (
      <>
        <p className="tabular-nums">{t("zipRunning", counts)}</p>
        <span className="min-w-32 flex-1">
          <Progress label={t("zipRunning", counts)} value={item.packed} max={item.requested} />
        </span>
        <CancelExport exportId={item.id} onCanceled={onCanceled} />
      </>
    );
  }
  const size = format.number((item.bytes ?? 0) / 1_000_000, { maximumFractionDigits: 1 });
  return (
    <>
      <p role="status">
        {t("zipReady", counts)}{" "}
        <span className="text-ink-2">
          · {t("zipSize", { size })}
          {item.expiresAt
            ? ` · ${t("zipUntil", { day: format.dateTime(new Date(item.expiresAt), { dateStyle: "medium" }) })}`
            : null}
        </span>
      </p>
      <a href={`/library/exports/${item.id}`} className={buttonVariants({ className: "ml-auto" })}>
        <Download aria-hidden /> {t("download")}
      </a>
    </>
  );
}
