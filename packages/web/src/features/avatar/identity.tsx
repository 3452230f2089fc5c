import { useTranslations } from "next-intl";
import type { AvatarOverview } from "../../lib/api-type.ts";

/** What was written about the persona, and where each part comes from. */
export function Identity({ parts }: { parts: AvatarOverview["identity"] }) {
  const t = useTranslations("identity");
  if (parts.length === 0) return <p className="py-6 text-ink-2">{t("empty")}</p>;
  return (
    <dl className="grid max-w-2xl divide-y divide-line">
      {parts.map(({ kind, value, origin }) => (
        <div key={kind} className="grid gap-1 py-4 first:pt-0 sm:grid-cols-[140px_minmax(0,1fr)]">
          <dt className="font-medium">
            {t(kind)}
            <span className="block text-12 font-normal text-ink-3">{t(origin)}</span>
          </dt>
          <dd className="whitespace-pre-line wrap-anywhere">
            {Array.isArray(value) ? value.join(" · ") : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
