"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { SavedView } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button, buttonVariants } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { changed, type Query } from "./query.ts";

/** Filters kept under a name, for one click. */
export function SavedViews({ views, query }: { views: SavedView[]; query: Query }) {
  const t = useTranslations("library");
  const router = useRouter();
  const { run, problem, isPending } = useAction();
  const [isNaming, setNaming] = useState(false);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    if (name === "") return;
    void run(async () => {
      await answerOf(api.content.views.$post({ json: { name, query } as never }));
      setNaming(false);
      router.refresh();
    });
  };
  const remove = (viewId: string) =>
    run(async () => {
      await answerOf(api.content.views[":viewId"].$delete({ param: { viewId } }));
      router.refresh();
    });
  return (
    <section aria-label={t("views")} className="flex flex-wrap items-center gap-2">
      <ProblemNotice problem={problem} />
      {views.map((view) => (
        <span key={view.id} className="inline-flex items-center">
          <Link href={`/library?${changed({}, view.query)}`} className={buttonVariants({ variant: "quiet" })}>
            {view.name}
          </Link>
          <Button
            variant="quiet"
            className="px-2 text-ink-3"
            aria-label={t("forget", { name: view.name })}
            disabled={isPending}
            onClick={() => remove(view.id)}
          >
            ×
          </Button>
        </span>
      ))}
      {isNaming ? (
        <form onSubmit={save} className="flex gap-2">
          <input
            name="name"
            aria-label={t("viewName")}
            placeholder={t("viewName")}
            maxLength={60}
            // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked to type here
            autoFocus
            className="min-h-9 rounded-control border border-edge bg-surface px-3"
          />
          <Button type="submit" disabled={isPending}>
            {t("save")}
          </Button>
        </form>
      ) : Object.keys(query).length > 0 ? (
        <Button variant="quiet" onClick={() => setNaming(true)}>
          {t("saveView")}
        </Button>
      ) : null}
    </section>
  );
}
