import { getTranslations } from "next-intl/server";
import { Missing } from "../features/missing.tsx";
import { Mark } from "../ui/mark.tsx";
import { ReachLink } from "../ui/reach-link.tsx";

export default async function NotFound() {
  const t = await getTranslations("app");
  return (
    <div className="mx-auto max-w-[400px] px-5 py-8">
      <header>
        <ReachLink href="/" className="thumb flex w-fit items-center gap-2.5 text-16 font-semibold">
          <Mark /> {t("name")}
        </ReachLink>
      </header>
      <main>
        <Missing />
      </main>
    </div>
  );
}
