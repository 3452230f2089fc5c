"use client";

import { Check, Pencil, RotateCw, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { discardDraft, draftOf, keepDraft } from "../../lib/drafts.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { TextAreaField } from "../../ui/field.tsx";
import { roughMoney } from "../cost/money.ts";
import type { Image } from "./dataset-grid.tsx";

type Props = {
  image: Image;
  isOpen: boolean;
  price: number;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
  onDecide: (decision: "keep" | "reject") => void;
  onReplace: () => void;
  onCaption: (caption: string) => Promise<void>;
};

export const captionDraftKey = (imageId: string) => `caption ${imageId}`;

/** The picture at hand: what it shows, why it was rejected, its caption, and what can be done with it. */
export function DatasetImage({
  image,
  isOpen,
  price,
  isEditing,
  onEdit,
  onDecide,
  onReplace,
  onCaption,
}: Props) {
  const t = useTranslations("dataset");
  const value = useTranslations("coverage");
  const reasons = useTranslations("rejection");
  const format = useFormatter();
  const reason = image.rejectReason as "no_face" | null;
  const isSettled = image.status !== "pending";
  return (
    <section
      aria-label={t("atHand", { number: image.ordinal + 1 })}
      className="order-1 grid content-start gap-3 self-start lg:sticky lg:top-4 lg:order-2"
    >
      {image.imageUrl ? (
        // biome-ignore lint/performance/noImgElement: signed addresses are not for an optimiser
        <img
          src={image.imageUrl}
          alt={image.caption}
          // The one that is looked at: before the seventy small ones.
          fetchPriority="high"
          className="aspect-4/5 max-h-96 w-full rounded-media bg-raised object-contain"
        />
      ) : (
        <p className="grid aspect-4/5 max-h-96 place-content-center rounded-media bg-raised p-4 text-center text-13 text-ink-2">
          {isSettled ? t("notShown") : t("pending")}
        </p>
      )}
      <p className="text-13">
        <span className="font-medium">{t(image.status)}</span>
        {image.decidedBy === "person" ? <span className="text-ink-3"> · {t("byYou")}</span> : null}
        {reason ? (
          <span className="block text-ink-2">{reasons.has(reason) ? reasons(reason) : reasons("other")}</span>
        ) : null}
      </p>
      {isOpen ? (
        <div className="grid grid-cols-2 gap-2">
          <Button
            disabled={!isSettled || image.status === "kept"}
            onClick={() => onDecide("keep")}
            aria-keyshortcuts="Shift+K"
          >
            <Check aria-hidden /> {t("keep")}
          </Button>
          <Button disabled={image.status !== "kept"} onClick={() => onDecide("reject")} aria-keyshortcuts="X">
            <X aria-hidden /> {t("reject")}
          </Button>
          <Button disabled={!isSettled} onClick={onReplace} aria-keyshortcuts="R" className="col-span-2">
            <RotateCw aria-hidden /> {t("replaceFor", { cost: roughMoney(format, price) })}
          </Button>
        </div>
      ) : (
        <p className="text-13 text-ink-3">{t("closed")}</p>
      )}
      {isEditing && isOpen ? (
        <CaptionForm image={image} onClose={() => onEdit(false)} onCaption={onCaption} />
      ) : (
        <div className="grid justify-items-start gap-1">
          <p className="text-13 wrap-anywhere text-ink-2">{image.caption}</p>
          {isOpen ? (
            <Button variant="quiet" className="-ml-3.5" onClick={() => onEdit(true)} aria-keyshortcuts="E">
              <Pencil aria-hidden /> {t("editCaption")}
            </Button>
          ) : null}
        </div>
      )}
      {image.variation ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-13">
          {(Object.entries(image.variation) as ["framing", string][]).map(([axis, name]) => (
            <div key={axis} className="contents">
              <dt className="text-ink-3">{value(axis)}</dt>
              <dd className="text-ink-2">{value.has(name as "front") ? value(name as "front") : name}</dd>
            </div>
          ))}
          {image.identityScore === null ? null : (
            <div className="contents">
              <dt className="text-ink-3">{t("likeness")}</dt>
              <dd className="text-ink-2 tabular-nums">
                {format.number(image.identityScore, { maximumFractionDigits: 2 })}
              </dd>
            </div>
          )}
        </dl>
      ) : null}
    </section>
  );
}

function CaptionForm({
  image,
  onClose,
  onCaption,
}: Pick<Props, "image" | "onCaption"> & { onClose: () => void }) {
  const t = useTranslations("dataset");
  const remedy = useTranslations("field");
  const draftKey = captionDraftKey(image.id);
  const [draft] = useState(() => draftOf(draftKey));
  const close = () => {
    discardDraft(draftKey);
    onClose();
  };
  const form = useForm({
    schema: () => import("@vixen/core/avatar/schema.ts").then((file) => file.ReviewImage),
    read: (data) => ({ revision: image.revision, caption: String(data.get("caption") ?? "") }),
    send: async ({ caption }) => {
      await onCaption(caption ?? "");
      close();
    },
  });
  return (
    <form
      method="post"
      noValidate
      {...form.handlers}
      onInput={({ currentTarget }) =>
        keepDraft(draftKey, { fields: { caption: String(new FormData(currentTarget).get("caption")) } })
      }
      className="grid gap-2"
    >
      <TextAreaField
        name="caption"
        label={t("caption")}
        rows={6}
        defaultValue={draft?.fields.caption ?? image.caption}
        hint={t("captionHint")}
        error={form.invalid.has("caption") ? remedy("caption") : undefined}
        // Whoever comes back to it by a key goes on with keys: they are not to be typed into it.
        autoFocus={!draft}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={form.isPending}>
          {t("save")}
        </Button>
        <Button onClick={close}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
