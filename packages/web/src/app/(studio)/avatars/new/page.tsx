import type { Metadata } from "next";
import { redirect, unstable_rethrow } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { emptyValues } from "../../../../features/avatar/wizard/values.ts";
import { Wizard } from "../../../../features/avatar/wizard/wizard.tsx";
import { ask, requireSession } from "../../../../lib/server-api.ts";
import { PageHead } from "../../../../ui/page-head.tsx";

type Asked = { draft?: string; avatar?: string; step?: string; face?: string; mode?: string };
type Props = { searchParams: Promise<Asked> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wizard"))("title") };
}

export default async function NewAvatarPage({ searchParams }: Props) {
  const { draft: draftId, avatar: avatarId, step, face, mode } = await searchParams;
  const query = new URLSearchParams(
    Object.entries({ draft: draftId, avatar: avatarId, step, face, mode }).filter(
      (entry): entry is [string, string] => Boolean(entry[1]),
    ),
  );
  const path = `/avatars/new?${query}`;
  await requireSession(path);
  const t = await getTranslations("wizard");
  const start = avatarId ? await avatarOf(avatarId, path) : { draft: await draftOf(draftId, query, path) };
  const made = "avatar" in start ? start.avatar : undefined;
  const { preset, candidateCount } = made ?? emptyValues("");
  const choice = { preset, candidateCount: String(candidateCount) };
  // The wizard works without it, and says so where it would stand.
  const estimate = await ask(path, (api) => api.costs.estimates.setup.$get({ query: choice })).catch(
    (error) => void unstable_rethrow(error),
  );
  return (
    <>
      <PageHead title={t("title")} />
      <Wizard candidates={[]} language={await getLocale()} estimate={estimate} {...start} />
    </>
  );
}

/** A draft that became a persona goes on with that. */
async function draftOf(draftId: string | undefined, query: URLSearchParams, path: string) {
  if (!draftId) return undefined;
  const draft = await ask(path, (api) => api.avatars.drafts[":draftId"].$get({ param: { draftId } }));
  if (!draft.avatarId) return draft;
  query.delete("draft");
  query.set("avatar", draft.avatarId);
  redirect(`/avatars/new?${query}`);
}

/** Once its face is locked, or it goes on by itself, there is nothing left to be asked here. */
async function avatarOf(avatarId: string, path: string) {
  const param = { avatarId };
  const [avatar, candidates] = await Promise.all([
    ask(path, (api) => api.avatars[":avatarId"].$get({ param })),
    ask(path, (api) => api.avatars[":avatarId"].candidates.$get({ param })),
  ]);
  if (avatar.status !== "draft" || (avatar.isAutomatic && candidates.items.length > 0)) {
    redirect(`/avatars/${avatarId}`);
  }
  return { avatar, candidates: candidates.items };
}
