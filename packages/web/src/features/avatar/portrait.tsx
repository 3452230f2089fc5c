import { useTranslations } from "next-intl";

/** A 4:5 picture that keeps its place while it loads; what it is called matters only where no name is beside it. */
export function Portrait({ url, name }: { url: string | null; name: string }) {
  const t = useTranslations("avatar");
  if (!url) {
    return (
      <div className="grid aspect-4/5 place-items-center rounded-media border border-dashed border-edge p-3 text-center text-13 text-ink-3">
        {t("noFace")}
      </div>
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: the CDN has the final size, an optimiser would only add a hop
    <img
      src={url}
      alt={t("portrait", { name })}
      loading="lazy"
      className="aspect-4/5 w-full rounded-media bg-raised object-cover"
    />
  );
}
