"use client";

import { useTranslations } from "next-intl";
import type { Batch } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useLive } from "../../lib/use-live.ts";
import { ReachLink } from "../../ui/reach-link.tsx";
import { ZonedTime } from "../avatar/zoned-time.tsx";
import { BatchStatus } from "./batch-status.tsx";
import { settledOf } from "./counts.ts";

type Props = { avatar: { id: string; timezone: string }; initial: Batch[] };

/** An avatar's batches with their counts as they change. */
export function BatchList({ avatar, initial }: Props) {
  const t = useTranslations("content");
  const query = { avatarId: avatar.id };
  const read = async () => (await answerOf(api.content.batches.$get({ query }))).items;
  const { value: batches } = useLive(initial, read, ["batch"]);
  if (batches.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h2 className="text-16">{t("batches")}</h2>
      <ul className="grid divide-y divide-line border-y border-line">
        {batches.map((batch) => (
          <li key={batch.id}>
            <ReachLink
              href={`/batches/${batch.id}`}
              className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 tabular-nums hover:bg-raised"
            >
              <ZonedTime at={batch.createdAt} zone={avatar.timezone} />
              <span className="text-ink-2">
                {t("done", { done: settledOf(batch.counts), count: batch.counts.requested })}
              </span>
              <BatchStatus status={batch.status} />
            </ReachLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
