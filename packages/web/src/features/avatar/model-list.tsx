import { useFormatter, useTranslations } from "next-intl";
import type { LoraVersion } from "../../lib/api-type.ts";
import { Badge } from "../../ui/badge.tsx";

/** The trained versions with what they were made with. */
export function ModelList({ versions }: { versions: LoraVersion[] }) {
  const t = useTranslations("model");
  const format = useFormatter();
  if (versions.length === 0) return <p className="py-6 text-ink-2">{t("empty")}</p>;
  return (
    <ul className="grid max-w-2xl divide-y divide-line">
      {versions.map((version) => (
        <li key={version.id} className="grid gap-2 py-4 first:pt-0">
          <h2 className="flex flex-wrap items-center gap-3 text-16">
            {t("version", { version: version.version })}
            <Badge tone={version.status === "ready" ? "good" : version.status === "failed" ? "bad" : "info"}>
              {t(version.status)}
            </Badge>
          </h2>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-13 tabular-nums">
            <dt className="text-ink-2">{t("base")}</dt>
            <dd className="wrap-anywhere">{version.baseModel}</dd>
            <dt className="text-ink-2">{t("steps")}</dt>
            <dd>{format.number(Number(version.parameters.steps ?? 0))}</dd>
            {version.weightsBytes === null ? null : (
              <>
                <dt className="text-ink-2">{t("size")}</dt>
                <dd>
                  {format.number(version.weightsBytes / 1_000_000, {
                    style: "unit",
                    unit: "megabyte",
                    maximumFractionDigits: 1,
                  })}
                </dd>
              </>
            )}
          </dl>
        </li>
      ))}
    </ul>
  );
}
