"use client";

import { PenLine } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { Estimate, Identity } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useLive } from "../../lib/use-live.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { roughMoney } from "../cost/money.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { IdentityBasics } from "./identity-basics.tsx";
import { IdentityText, type WrittenKind, writtenKinds } from "./identity-text.tsx";

type Props = { avatarId: string; initial: Identity; estimate: Estimate };

const isBeingWritten = ({ rewrite }: Identity) =>
  rewrite?.status === "queued" || rewrite?.status === "writing";

/** Who the persona is: every field with its origin, to be edited, locked, or written anew but for what is locked. */
export function IdentityEditor({ avatarId, initial, estimate }: Props) {
  const t = useTranslations("identity");
  const error = useTranslations("error");
  const format = useFormatter();
  const param = { avatarId };
  const route = api.avatars[":avatarId"].identity;
  const read = () => answerOf(route.$get({ param }));
  const { value: identity, setValue, isStale } = useLive(initial, read, [`avatar:${avatarId}`]);
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const isWriting = isBeingWritten(identity);
  const cost = roughMoney(format, estimate.amountNanos);
  const parts = identity.items;
  const open = writtenKinds.filter((kind) => !parts.find((part) => part.kind === kind)?.isLocked);
  const reload = async () => {
    const next = await read();
    setValue(next);
    return next;
  };
  const rewrite = () =>
    run(async () => {
      const header = keyOf({ rewrite: identity.version, after: identity.rewrite?.id });
      setValue(await answerOf(route.rewrite.$post({ param, header })));
    });
  const lock = (kind: WrittenKind, isLocked: boolean) =>
    run(async () => {
      const json = { version: identity.version, locks: { [kind]: isLocked } };
      setValue(await answerOf(route.$patch({ param, json })));
    });
  const shared = { avatarId, version: identity.version, onSaved: setValue, onReload: reload };

  return (
    <div className="grid max-w-3xl gap-8">
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <ProblemNotice problem={problem} />
      <IdentityBasics {...shared} basics={identity.basics} />
      <section aria-labelledby="texts" className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="texts" className="text-16 font-semibold">
            {t("texts")}
          </h2>
          {parts.length > 0 ? (
            <div className="flex flex-wrap items-center gap-3">
              <p className="text-13 text-ink-2 tabular-nums">{t("about", { cost })}</p>
              <ConfirmDialog
                trigger={<Button disabled={isPending || isWriting || open.length === 0} />}
                label={t("rewrite")}
                title={t("rewriteTitle")}
                lead={t("rewriteLead", {
                  parts: format.list(open.map((kind) => t(kind))),
                  cost,
                })}
                dismiss={t("cancel")}
                confirm={t("rewriteConfirm")}
                variant="primary"
                onConfirm={rewrite}
              />
            </div>
          ) : null}
        </div>
        <RewriteState rewrite={identity.rewrite} />
        {parts.length === 0 ? <p className="text-ink-2">{t("empty")}</p> : null}
        <div className="grid divide-y divide-line">
          {writtenKinds.map((kind) => (
            <IdentityText
              key={kind}
              {...shared}
              kind={kind}
              part={parts.find((part) => part.kind === kind)}
              isBusy={isPending}
              zone={identity.basics.timezone}
              onLock={(isLocked) => lock(kind, isLocked)}
            />
          ))}
        </div>
        <p className="flex items-start gap-2 text-13 text-ink-3">
          <PenLine aria-hidden className="mt-0.5 size-4 shrink-0" /> {t("disclosure")}
        </p>
      </section>
    </div>
  );
}

/** What became of the last writing: under way, failed, or what its review holds against the texts. */
function RewriteState({ rewrite }: Pick<Identity, "rewrite">) {
  const t = useTranslations("identity");
  const error = useTranslations("error");
  if (!rewrite) return null;
  if (rewrite.status === "queued" || rewrite.status === "writing")
    return <Notice tone="info">{t("writing")}</Notice>;
  if (rewrite.status === "failed") {
    const code = (rewrite.errorCode ?? "internal") as "internal";
    return (
      <Notice tone="bad">
        <p>{t("rewriteFailed")}</p>
        <p>{error.has(code) ? error(code) : error("internal")}</p>
      </Notice>
    );
  }
  if (rewrite.contradictions.length === 0) return null;
  return (
    <Notice tone="bad">
      <p>{t("contradictions")}</p>
      <ul className="list-disc pl-4">
        {rewrite.contradictions.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Notice>
  );
}
