"use client";

import { Lock, LockOpen, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Identity } from "../../lib/api-type.ts";
import { draftOf } from "../../lib/drafts.ts";
import { Button } from "../../ui/button.tsx";
import { TextAreaField } from "../../ui/field.tsx";
import { ConflictNotice } from "./conflict-notice.tsx";
import { IdentityVerdict } from "./identity-verdict.tsx";
import { type Editing, identityDraftKey, useIdentityForm } from "./use-identity-form.ts";
import { ZonedTime } from "./zoned-time.tsx";

export const writtenKinds = ["bio", "interests", "occupation", "backstory", "tone"] as const;
export type WrittenKind = (typeof writtenKinds)[number];
type Part = Identity["items"][number];

type Props = Editing & {
  kind: WrittenKind;
  part: Part | undefined;
  isBusy: boolean;
  /** Where the persona lives. */
  zone: string;
  onLock: (isLocked: boolean) => void;
};

/** One text: who wrote it and when, its lock, and a form in its place while it is edited. */
export function IdentityText({ kind, part, isBusy, zone, onLock, ...editing }: Props) {
  const t = useTranslations("identity");
  const draftKey = identityDraftKey(editing.avatarId, kind);
  const [isEditing, setEditing] = useState(() => draftOf(draftKey) !== undefined);
  const name = t(kind);
  return (
    <section
      aria-label={name}
      className="grid gap-2 py-4 first:pt-0 sm:grid-cols-[160px_minmax(0,1fr)] sm:gap-6"
    >
      <div className="grid content-start gap-1">
        <h3 className="font-medium">{name}</h3>
        {part ? <Origin part={part} zone={zone} /> : null}
      </div>
      {isEditing ? (
        <TextForm {...editing} {...{ kind, part, draftKey }} onClose={() => setEditing(false)} />
      ) : (
        <div className="flex flex-wrap items-start justify-between gap-2">
          <div className="grid min-w-0 basis-64 grow gap-1">
            <p className="whitespace-pre-line wrap-anywhere">
              {part ? textOf(part) : <span className="text-ink-3">{t("notWritten")}</span>}
            </p>
            {part ? <IdentityVerdict verdict={part.verdict} reasons={part.reasons} /> : null}
          </div>
          <div className="flex gap-1">
            <Button variant="quiet" onClick={() => setEditing(true)} aria-label={t("editOf", { name })}>
              <Pencil aria-hidden /> {t("edit")}
            </Button>
            {part ? (
              <Button
                variant="quiet"
                className="aria-pressed:bg-raised aria-pressed:text-ink"
                disabled={isBusy}
                aria-pressed={part.isLocked}
                aria-label={t("lockOf", { name })}
                onClick={() => onLock(!part.isLocked)}
              >
                {part.isLocked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
                {t("lock")}
              </Button>
            ) : null}
          </div>
        </div>
      )}
    </section>
  );
}

function Origin({ part, zone }: { part: Part; zone: string }) {
  const t = useTranslations("identity");
  return (
    <p className="text-12 text-ink-3">
      {part.model ? t("writtenBy", { model: part.model }) : t(part.origin)}
      <ZonedTime at={part.updatedAt} zone={zone} className="block w-fit" />
      {part.confidence < 0.7 ? <span className="block text-warn">{t("unsure")}</span> : null}
    </p>
  );
}

function TextForm({
  kind,
  part,
  ...editing
}: Editing & Pick<Props, "kind" | "part"> & { draftKey: string; onClose: () => void }) {
  const t = useTranslations("identity");
  const remedy = useTranslations("field");
  const form = useIdentityForm({
    ...editing,
    filled: { [kind]: part ? textOf(part) : "" },
    // Also a text that was only looked at: saved, it counts as written by this person.
    read: (changed) => ({ [kind]: typedValue(kind, changed[kind] ?? (part ? textOf(part) : "")) }),
  });
  return (
    <form method="post" noValidate {...form.handlers} className="grid gap-3">
      <ConflictNotice problem={form.problem} onReload={form.reload} />
      <TextAreaField
        name={kind}
        label={t(kind)}
        defaultValue={form.values[kind]}
        rows={kind === "backstory" ? 8 : 3}
        hint={t(kind === "interests" ? "interestsHint" : kind === "bio" ? "bioHint" : "textHint")}
        error={form.invalid.has(kind) ? remedy(kind) : undefined}
        autoFocus={!form.isResumed}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={form.isPending}>
          {t("save")}
        </Button>
        <Button onClick={form.close}>{t("cancel")}</Button>
      </div>
    </form>
  );
}

const textOf = ({ value }: Part): string => (Array.isArray(value) ? value.join(", ") : value);

/** Interests are a list: a comma or a line ends one. */
const typedValue = (kind: WrittenKind, text: string): string | string[] =>
  kind === "interests" ? text.split(/[,\n]/).flatMap((word) => word.trim() || []) : text;
