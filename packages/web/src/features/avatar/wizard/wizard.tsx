"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { AvatarDraft, Candidate, Estimate, NewAvatar } from "../../../lib/api-type.ts";
import { Button } from "../../../ui/button.tsx";
import { EstimatePanel } from "../../cost/estimate-panel.tsx";
import { ProblemNotice } from "../../problem-notice.tsx";
import { LookStep } from "./look-step.tsx";
import { OptionsStep } from "./options-step.tsx";
import { StepNav } from "./step-nav.tsx";
import { CharacterStep, IdentityStep, PlaceStep } from "./text-steps.tsx";
import { useWizard } from "./use-wizard.ts";
import { centsOf, steps } from "./values.ts";

const words = { whole: "saved", partly: "savedPartly", failing: "notSaved", stuck: "notSavable" } as const;

type Props = {
  draft?: AvatarDraft | undefined;
  avatar?: NewAvatar | undefined;
  candidates: Candidate[];
  language: string;
  estimate: Estimate | undefined;
};

/**
 * From a name to a persona whose setup runs, in five steps that can be left and come back to. The wizard writes its
 * draft and its persona into the address itself, so the server may render the page again under either: the form
 * stays as it is until somebody goes to another draft, or to a new one.
 */
export function Wizard(props: Props) {
  const search = useSearchParams();
  const asked = search.get("avatar") ?? search.get("draft") ?? "new";
  const rendered = props.avatar?.id ?? props.draft?.id ?? "new";
  const [visit, setVisit] = useState({ number: 0, own: new Set([rendered]) });
  if (!visit.own.has(rendered) && !visit.own.has(asked)) {
    setVisit({ number: visit.number + 1, own: new Set([rendered]) });
  }
  return <WizardForm key={visit.number} {...props} own={visit.own} />;
}

function WizardForm({
  draft,
  avatar: initial,
  candidates,
  language,
  estimate,
  own,
}: Props & { own: Set<string> }) {
  const t = useTranslations("wizard");
  const wizard = useWizard({ draft, avatar: initial, language, own });
  const { step, values, set, avatar, invalid, problem, isPending } = wizard;
  const shared = { values, invalid, set };
  const isLast = step === "options";
  const cents = centsOf(values.cap);
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    // The button that led here is another step's: the keyboard goes on from the top of this one.
    if (shown.current !== step) title.current?.focus();
    shown.current = step;
  }, [step]);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isLast) void wizard.finish();
    else if (step === "look") void wizard.jump("options");
    else void wizard.next();
  }

  const label = () => {
    if (isPending) return t("submitting");
    if (isLast) return values.mode === "automatic" && !wizard.faceId ? t("startAutomatic") : t("lock");
    return step === "place" && !avatar ? t("toLook") : t("next");
  };

  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_300px]">
      <div className="grid content-start gap-6">
        <StepNav current={step} isMade={avatar !== undefined} onGo={(to) => void wizard.jump(to)} />
        <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6">
          <div className="grid gap-1">
            <p className="text-13 text-ink-3">{t("stepOf", { number: steps.indexOf(step) + 1 })}</p>
            <h2 ref={title} tabIndex={-1} className="text-20 outline-none">
              {t(`${step}Title`)}
            </h2>
            <p className="text-ink-2">{t(`${step}Lead`)}</p>
          </div>
          <ProblemNotice problem={problem} />
          {step === "identity" ? <IdentityStep {...shared} /> : null}
          {step === "character" ? <CharacterStep {...shared} /> : null}
          {step === "place" ? <PlaceStep {...shared} /> : null}
          {avatar ? (
            // The faces go on arriving while one is at another step.
            <div hidden={step !== "look"}>
              <LookStep
                avatar={avatar}
                initial={candidates}
                count={values.candidateCount}
                onCount={(count) => set("candidateCount", count)}
                faceId={wizard.faceId}
                isMissing={invalid.has("face")}
                onChoose={wizard.choose}
              />
            </div>
          ) : null}
          {isLast ? <OptionsStep {...shared} /> : null}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" disabled={isPending}>
              {label()}
            </Button>
            {step === "identity" ? null : (
              <Button
                disabled={isPending}
                onClick={() => void wizard.jump(steps[steps.indexOf(step) - 1] ?? "identity")}
              >
                {t("back")}
              </Button>
            )}
            <p role="status" className="text-13 text-ink-3">
              {wizard.saving ? t(words[wizard.saving]) : ""}
            </p>
          </div>
        </form>
      </div>
      <EstimatePanel
        preset={values.preset}
        candidateCount={Number(values.candidateCount)}
        initial={estimate}
        capCents={Number.isNaN(cents) ? undefined : cents}
      />
    </div>
  );
}
