import { useTranslations } from "next-intl";

/** `isFirst` where it is the first thing seen of a page: it is not waited with, nor behind others. */
type Props = { url: string | null; name: string; isFirst?: boolean };

/** A 4:5 picture that keeps its place while it loads; what it is called matters only where no name is beside it. */
export function Portrait({ url, name, isFirst = false }: Props) {
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
      loading={isFirst ? "eager" : "lazy"}
      fetchPriority={isFirst ? "high" : "auto"}
      className="aspect-4/5 w-full rounded-media bg-raised object-cover"
    />
  );
}
