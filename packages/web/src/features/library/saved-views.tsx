"use client";

import { BookmarkPlus, Undo2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { SavedView } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button, buttonVariants } from "../../ui/button.tsx";
import { LinkPending } from "../../ui/pending.tsx";
import { lazily } from "../lazily.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { changed, type Query } from "./query.ts";
import { saveView } from "./save-view.ts";

const ViewForm = lazily(() => import("./view-form.tsx").then((file) => file.ViewForm));

const undoMs = 10_000;

/** Filters kept under a name, for one click. */
export function SavedViews({ views, query }: { views: SavedView[]; query: Query }) {
  const t = useTranslations("library");
  const router = useRouter();
  const { run, problem, isPending } = useAction();
  const [isNaming, setNaming] = useState(false);
  const [removed, setRemoved] = useState<SavedView>();
  useEffect(() => {
    if (!removed) return;
    const timer = setTimeout(() => setRemoved(undefined), undoMs);
    return () => clearTimeout(timer);
  }, [removed]);
  const remove = (view: SavedView) =>
    run(async () => {
      await answerOf(api.content.views[":viewId"].$delete({ param: { viewId: view.id } }));
      setRemoved(view);
      router.refresh();
    });
  const putBack = () =>
    run(async () => {
      if (removed) await saveView(removed.name, removed.query);
      setRemoved(undefined);
      router.refresh();
    });
  const isEmpty = views.length === 0 && !removed && Object.keys(query).length === 0;
  return (
    <section aria-label={t("views")} className={isEmpty ? "sr-only" : "flex flex-wrap items-center gap-2"}>
      <ProblemNotice problem={problem} />
      {views.map((view) => (
        <span key={view.id} className="inline-flex max-w-full items-center">
          <Link
            href={`/library?${changed({}, view.query)}`}
            prefetch={false}
            className={buttonVariants({ variant: "quiet", className: "relative min-w-0" })}
          >
            <span className="truncate">{view.name}</span>
            <LinkPending />
          </Link>
          <Button
            variant="quiet"
            className="px-2 text-ink-3"
            aria-label={t("forget", { name: view.name })}
            disabled={isPending}
            onClick={() => remove(view)}
          >
            ×
          </Button>
        </span>
      ))}
      <span role="status" className={removed ? undefined : "sr-only"}>
        {removed ? t("viewRemoved", { name: removed.name }) : ""}
      </span>
      {removed ? (
        <Button disabled={isPending} onClick={putBack}>
          <Undo2 aria-hidden /> {t("undo")}
        </Button>
      ) : null}
      {isNaming ? (
        <ViewForm
          query={query}
          onSaved={() => {
            setNaming(false);
            router.refresh();
          }}
          onCancel={() => setNaming(false)}
        />
      ) : Object.keys(query).length > 0 ? (
        <Button onClick={() => setNaming(true)}>
          <BookmarkPlus aria-hidden />
          {t("saveView")}
        </Button>
      ) : null}
    </section>
  );
}
