import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateForm } from "../../../../features/avatar/create-form.tsx";
import { requireSession } from "../../../../lib/server-api.ts";
import { PageHead } from "../../../../ui/page-head.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wizard"))("title") };
}

export default async function NewAvatarPage() {
  await requireSession("/avatars/new");
  const t = await getTranslations("wizard");
  return (
    <>
      <div className="grid gap-1">
        <PageHead title={t("title")} />
        <p className="text-ink-2">{t("stepOne")}</p>
      </div>
      <CreateForm />
    </>
  );
}
