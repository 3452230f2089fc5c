import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Missing } from "../features/missing.tsx";
import { Mark } from "../ui/mark.tsx";

export default async function NotFound() {
  const t = await getTranslations("app");
  return (
    <div className="mx-auto max-w-[400px] px-5 py-8">
      <header>
        <Link href="/" className="thumb flex w-fit items-center gap-2.5 text-16 font-semibold">
          <Mark /> {t("name")}
        </Link>
      </header>
      <main>
        <Missing />
      </main>
    </div>
  );
}
