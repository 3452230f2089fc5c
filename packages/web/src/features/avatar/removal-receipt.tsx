"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Removal } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useLive } from "../../lib/use-live.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Notice } from "../../ui/notice.tsx";

type State = "gone" | "going" | "kept";
const tones: Record<State, Tone> = { gone: "good", going: "info", kept: "warn" };
const shown = { dateStyle: "medium", timeStyle: "short" } as const;

/** What a deletion has taken away so far and what it still has to, as it goes on. */
export function RemovalReceipt({ initial }: { initial: Removal }) {
  const t = useTranslations("removal");
  const error = useTranslations("error");
  const format = useFormatter();
  const { avatarId } = initial;
  const read = () => answerOf(api.avatars[":avatarId"].removal.$get({ param: { avatarId } }));
  const { value: removal, isStale } = useLive(initial, read, [`avatar:${avatarId}`]);
  const { filesDeleted, modelsDeleted, modelsLeft, runsLeft } = removal;
  const isOver = removal.status === "finished";
  const lines: [name: string, fact: string, state: State][] = [
    [t("records"), t("recordsGone"), "gone"],
    [
      t("files"),
      isOver && filesDeleted === 0 ? t("filesNone") : t("filesGone", { count: filesDeleted }),
      // What was being made may still write a file until the end.
      isOver ? "gone" : "going",
    ],
    [
      t("models"),
      modelsDeleted + modelsLeft === 0
        ? t("modelsNone")
        : t("modelsGone", { gone: modelsDeleted, left: modelsLeft }),
      modelsLeft === 0 ? "gone" : isOver ? "kept" : "going",
    ],
    [t("runs"), t("runsLeft", { count: runsLeft }), runsLeft === 0 ? "gone" : "going"],
  ];
  const moments: [name: string, at: string | null][] = [
    [t("requested"), removal.requestedAt],
    [t("finishedAt"), removal.finishedAt],
  ];
  return (
    <div className="grid max-w-2xl gap-5">
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <Notice tone={isOver && modelsLeft === 0 ? "good" : "info"}>
        {isOver ? (modelsLeft > 0 ? t("left", { count: modelsLeft }) : t("finished")) : t("running")}
      </Notice>
      <ul aria-label={t("what")} className="grid divide-y divide-line border-y border-line">
        {lines.map(([name, fact, state]) => (
          <li key={name} className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 py-1.5">
            <span className="grid min-w-0 gap-0.5">
              <span>{name}</span>
              <span className="text-13 text-ink-2 tabular-nums">{fact}</span>
            </span>
            <Badge tone={tones[state]}>{t(state)}</Badge>
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 tabular-nums">
        {moments.map(([name, at]) =>
          at === null ? null : (
            <div key={name} className="contents">
              <dt className="text-ink-2">{name}</dt>
              <dd>
                <time dateTime={at}>{format.dateTime(new Date(at), shown)}</time>
              </dd>
            </div>
          ),
        )}
        <dt className="text-ink-2">{t("id")}</dt>
        <dd className="font-mono text-13 wrap-anywhere">{avatarId}</dd>
      </dl>
    </div>
  );
}
