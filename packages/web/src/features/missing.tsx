import { getTranslations } from "next-intl/server";
import { buttonVariants } from "../ui/button.tsx";
import { ReachLink } from "../ui/reach-link.tsx";

/** What stands where nothing is. */
export async function Missing() {
  const t = await getTranslations("error");
  return (
    <div className="grid max-w-md justify-items-start gap-2 py-10">
      <h1 className="text-28">{t("notFoundTitle")}</h1>
      <p className="text-ink-2">{t("notFoundLead")}</p>
      <ReachLink href="/" className={buttonVariants({ className: "mt-3" })}>
        {t("home")}
      </ReachLink>
    </div>
  );
}
