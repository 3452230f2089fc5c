import { getTranslations } from "next-intl/server";

/** In the shape of what most pages are: a title, and rows of portraits or pictures. */
export default async function Loading() {
  const t = await getTranslations("wait");
  return (
    <div role="status" aria-label={t("loading")} className="grid gap-6">
      <div className="skeleton h-9 w-44" />
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-4">
        {["a", "b", "c", "d"].map((key) => (
          <div key={key} className="skeleton aspect-4/5" />
        ))}
      </div>
    </div>
  );
}
