"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { AvatarOverview } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { money } from "../cost/money.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { centsOf } from "./wizard/values.ts";

type Props = { avatar: AvatarOverview; onSaved: (avatar: AvatarOverview) => void };

const nanosPerCent = 10_000_000;

/** What the persona has cost of what it may cost, and the cap to be changed. */
export function CapForm({ avatar, onSaved }: Props) {
  const t = useTranslations("avatar");
  const wizard = useTranslations("wizard");
  const remedy = useTranslations("field");
  const format = useFormatter();
  const { costCapCents, spentNanos } = avatar;
  const [typed, setTyped] = useState(costCapCents === null ? "" : String(costCapCents / 100));
  const [isWrong, setWrong] = useState(false);
  const { run, problem, isPending } = useAction();
  const save = () =>
    run(async () => {
      const { isCapWrong } = await import("./wizard/rules.ts");
      setWrong(isCapWrong(typed));
      if (isCapWrong(typed)) return;
      const json = { costCapCents: centsOf(typed) ?? null };
      onSaved(await answerOf(api.avatars[":avatarId"].$patch({ param: { avatarId: avatar.id }, json })));
    });
  const spent = money(format, spentNanos);
  return (
    <form
      method="post"
      noValidate
      className="grid max-w-md gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="text-13 text-ink-2 tabular-nums">
        {costCapCents === null
          ? t("spentOf", { spent })
          : t("spentOfCap", { spent, cap: money(format, costCapCents * nanosPerCent) })}
      </p>
      <ProblemNotice problem={problem} />
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
        <div className="min-w-0">
          <InputField
            name="cap"
            label={wizard("cap")}
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={isWrong ? remedy("cap") : undefined}
          />
        </div>
        <Button type="submit" disabled={isPending} className="mt-6">
          {t("saveCap")}
        </Button>
      </div>
    </form>
  );
}
