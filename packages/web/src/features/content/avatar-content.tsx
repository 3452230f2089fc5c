import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { AvatarOverview, Batch } from "../../lib/api-type.ts";
import { buttonVariants } from "../../ui/button.tsx";
import { BatchStatus } from "./batch-status.tsx";
import { settledOf } from "./counts.ts";
import { StartBatchForm } from "./start-batch-form.tsx";

/** An avatar's batches, and the form that starts another. */
export function AvatarContent({ avatar, batches }: { avatar: AvatarOverview; batches: Batch[] }) {
  const t = useTranslations("content");
  const format = useFormatter();
  if (avatar.status !== "ready") return <p className="py-6 text-ink-2">{t("notReady")}</p>;
  return (
    <div className="grid gap-8">
      <StartBatchForm avatarId={avatar.id} />
      {batches.length > 0 ? (
        <section className="grid gap-2">
          <h2 className="text-16">{t("batches")}</h2>
          <ul className="grid divide-y divide-line border-y border-line">
            {batches.map((batch) => (
              <li key={batch.id}>
                <Link
                  href={`/batches/${batch.id}`}
                  className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 tabular-nums hover:bg-raised"
                >
                  <time dateTime={batch.createdAt}>
                    {format.dateTime(new Date(batch.createdAt), {
                      dateStyle: "medium",
                      timeStyle: "short",
                      timeZone: avatar.timezone,
                    })}
                  </time>
                  <span className="text-ink-2">
                    {t("done", { done: settledOf(batch.counts), count: batch.counts.requested })}
                  </span>
                  <BatchStatus status={batch.status} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Link
        href={`/library?avatar=${avatar.id}`}
        className={buttonVariants({ className: "justify-self-start" })}
      >
        {t("library")}
      </Link>
    </div>
  );
}
