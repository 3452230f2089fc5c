import { getTranslations } from "next-intl/server";

/** In the shape of the page: the period, the total, the chart, the parts. */
export default async function Loading() {
  const t = await getTranslations("cost");
  return (
    <div role="status" aria-label={t("loading")} className="grid gap-8">
      <div className="skeleton h-9 w-32" />
      <div className="skeleton h-9 w-80 max-w-full" />
      <div className="skeleton h-16 w-36" />
      <div className="skeleton h-62" />
      <div className="grid gap-8 md:grid-cols-2 lg:grid-cols-3">
        {["a", "b", "c"].map((key) => (
          <div key={key} className="skeleton h-40" />
        ))}
      </div>
    </div>
  );
}
