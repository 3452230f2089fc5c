import { useTranslations } from "next-intl";
import type { Dataset } from "../../lib/api-type.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Record<Dataset["images"][number]["status"], Tone> = {
  pending: "quiet",
  candidate: "info",
  kept: "good",
  rejected: "warn",
  failed: "bad",
};

/** The pictures that train the persona, each with what became of it. */
export function DatasetGrid({ dataset }: { dataset: Dataset | null }) {
  const t = useTranslations("dataset");
  if (!dataset || dataset.images.length === 0) return <p className="py-6 text-ink-2">{t("empty")}</p>;
  const kept = dataset.images.filter(({ status }) => status === "kept").length;
  return (
    <div className="grid gap-4">
      <p className="text-ink-2 tabular-nums">{t("summary", { kept, total: dataset.images.length })}</p>
      <ul className="grid grid-cols-3 gap-3 sm:grid-cols-4 lg:grid-cols-6">
        {dataset.images.map((image) => (
          <li key={image.id} className="grid content-start gap-1">
            {image.imageUrl ? (
              // biome-ignore lint/performance/noImgElement: signed addresses are not for an optimiser
              <img
                src={image.imageUrl}
                alt={image.caption}
                loading="lazy"
                className="aspect-4/5 w-full rounded-media bg-raised object-cover"
              />
            ) : (
              <div className="aspect-4/5 rounded-media bg-raised" />
            )}
            <Badge tone={tones[image.status]}>{t(image.status)}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
