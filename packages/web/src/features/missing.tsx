import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { buttonVariants } from "../ui/button.tsx";

/** What stands where nothing is. */
export async function Missing() {
  const t = await getTranslations("error");
  return (
    <div className="grid max-w-md justify-items-start gap-2 py-10">
      <h1 className="text-28">{t("notFoundTitle")}</h1>
      <p className="text-ink-2">{t("notFoundLead")}</p>
      <Link href="/" className={buttonVariants({ className: "mt-3" })}>
        {t("home")}
      </Link>
    </div>
  );
}
