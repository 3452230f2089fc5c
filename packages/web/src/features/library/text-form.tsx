"use client";

import { useTranslations } from "next-intl";
import type { Piece } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { TextAreaField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

type Props = { piece: Piece; onSaved: (piece: Piece) => void; onCancel: () => void };

/** A piece's words. What is saved is checked again before the piece can be used. */
export function TextForm({ piece, onSaved, onCancel }: Props) {
  const t = useTranslations("library");
  const { handlers, invalid, problem, isPending } = useForm({
    schema: () => import("@vixen/core/content/schema.ts").then((file) => file.EditPiece),
    read: (form) => ({ hook: form.get("hook"), caption: form.get("caption") }),
    send: async (json) => {
      const param = { pieceId: piece.id };
      onSaved(await answerOf(api.content.pieces[":pieceId"].$patch({ param, json })));
    },
  });
  return (
    <form method="post" noValidate {...handlers} className="grid gap-3">
      <ProblemNotice problem={problem} />
      <TextAreaField
        name="hook"
        rows={3}
        onKeyDown={(event) => {
          // A hook is one line, however many it takes to show.
          if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
        label={t("hook")}
        hint={t("hookHint")}
        defaultValue={piece.hook ?? ""}
        error={invalid.has("hook") ? t("hookWrong") : undefined}
        autoFocus
      />
      <TextAreaField
        name="caption"
        rows={4}
        label={t("caption")}
        defaultValue={piece.caption ?? ""}
        error={invalid.has("caption") ? t("captionWrong") : undefined}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={isPending}>
          {t("save")}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
