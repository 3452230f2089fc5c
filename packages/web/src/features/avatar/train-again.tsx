"use client";

import { presets } from "@vixen/core/avatar/vocabulary.ts";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { AvatarOverview, Estimate } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { SelectField } from "../../ui/field.tsx";
import { roughMoney } from "../cost/money.ts";
import { ProblemNotice } from "../problem-notice.tsx";

/** A further version from the dataset as it is now, with its price and time before it is asked for. */
export function TrainAgain({ avatar }: { avatar: AvatarOverview }) {
  const t = useTranslations("model");
  const wizard = useTranslations("wizard");
  const format = useFormatter();
  const router = useRouter();
  const param = { avatarId: avatar.id };
  const route = api.avatars[":avatarId"];
  const [preset, setPreset] = useState(avatar.preset);
  const [estimate, setEstimate] = useState<Estimate>();
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const { avatarId } = param;
  useEffect(() => {
    let isGone = false;
    setEstimate(undefined);
    const query = { of: "training" as const, preset };
    answerOf(api.avatars[":avatarId"].estimate.$get({ param: { avatarId }, query }))
      .then((answer) => !isGone && setEstimate(answer))
      .catch(() => undefined); // without a price the button stays off
    return () => {
      isGone = true;
    };
  }, [avatarId, preset]);
  const train = () =>
    run(async () => {
      const header = keyOf({ preset, after: avatar.setup?.run.id });
      await answerOf(route.training.$post({ param, json: { preset }, header }));
      router.refresh();
    });
  const price = estimate
    ? t("price", {
        cost: roughMoney(format, estimate.amountNanos),
        minutes: Math.max(1, Math.round(estimate.seconds / 60)),
      })
    : t("pricing");
  return (
    <section aria-labelledby="again" className="grid gap-3 border-b border-line pb-6">
      <h2 id="again" className="text-16 font-semibold">
        {t("again")}
      </h2>
      <p className="text-ink-2">{t("againLead", { kept: avatar.dataset?.kept ?? 0 })}</p>
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-60">
          <SelectField
            name="preset"
            label={wizard("preset")}
            value={preset}
            onChange={(event) =>
              setPreset(presets.find((name) => name === event.currentTarget.value) ?? preset)
            }
          >
            {presets.map((name) => (
              <option key={name} value={name}>
                {wizard(name)}
              </option>
            ))}
          </SelectField>
        </div>
        <ConfirmDialog
          trigger={<Button variant="primary" disabled={isPending || !estimate} />}
          label={t("train")}
          title={t("trainTitle")}
          lead={`${price} ${t("trainLead")}`}
          dismiss={t("notNow")}
          confirm={t("train")}
          variant="primary"
          onConfirm={train}
        />
        <p className="min-h-9 content-center text-13 text-ink-2 tabular-nums" aria-live="polite">
          {price}
        </p>
      </div>
    </section>
  );
}
