"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { LoraVersion } from "../../lib/api-type.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { money } from "../cost/money.ts";
import { durationOf } from "./duration.ts";
import { TrainingProgress } from "./training-progress.tsx";
import { useStopReason } from "./use-stop-reason.ts";

type Props = { version: LoraVersion; isBusy: boolean; onActivate: () => void };

const tones = {
  pending: "quiet",
  training: "info",
  trained: "info",
  ready: "good",
  failed: "bad",
  canceled: "quiet",
} as const;

/** One version with what it was trained from, what it took and what it shows. */
export function ModelVersion({ version, isBusy, onActivate }: Props) {
  const t = useTranslations("model");
  const reasonOf = useStopReason();
  const name = t("version", { version: version.version });
  return (
    <li className="grid gap-3 py-5 first:pt-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-16">{name}</h2>
        <Badge tone={tones[version.status]}>{t(version.status)}</Badge>
        {version.isActive ? <strong className="text-13 font-medium">{t("active")}</strong> : null}
        {version.status === "ready" && !version.isActive ? (
          <Button
            className="ml-auto"
            disabled={isBusy}
            aria-label={t("activateOf", { name })}
            onClick={onActivate}
          >
            {t("activate")}
          </Button>
        ) : null}
      </div>
      {version.status === "training" && version.startedAt ? (
        <TrainingProgress
          startedAt={version.startedAt}
          expectedSeconds={version.expectedSeconds}
          stepsDone={version.stepsDone}
          steps={Number(version.parameters.steps ?? 0)}
        />
      ) : null}
      {version.errorCode ? <p className="text-13 text-bad">{reasonOf(version.errorCode)}</p> : null}
      <Facts version={version} />
      {version.samples.length > 0 ? (
        <ul aria-label={t("samples")} className="flex flex-wrap gap-2">
          {version.samples.map(({ pieceId, imageUrl }, index) =>
            imageUrl ? (
              <li key={pieceId}>
                {/* biome-ignore lint/performance/noImgElement: signed addresses are not for an optimiser */}
                <img
                  src={imageUrl}
                  alt={t("sample", { number: index + 1 })}
                  loading="lazy"
                  className="aspect-4/5 w-20 rounded-media bg-raised object-cover"
                />
              </li>
            ) : null,
          )}
        </ul>
      ) : null}
    </li>
  );
}

function Facts({ version }: { version: LoraVersion }) {
  const t = useTranslations("model");
  const format = useFormatter();
  const {
    steps,
    lora_rank: rank,
    learning_rate: rate,
  } = version.parameters as Record<string, number | undefined>;
  const facts: [string, ReactNode][] = [
    [
      t("likeness"),
      version.likeness === null
        ? null
        : t("likenessOf", {
            score: format.number(version.likeness, { style: "percent" }),
            count: version.comparedPieces,
          }),
    ],
    [t("steps"), steps === undefined ? null : format.number(steps)],
    [t("rank"), rank ?? null],
    [t("rate"), rate === undefined ? null : format.number(rate, { maximumSignificantDigits: 3 })],
    [t("trigger"), <code key="trigger">{version.triggerWord}</code>],
    [t("pictures"), version.datasetImages],
    [t("took"), version.seconds === null ? null : durationOf(format, version.seconds)],
    [t("cost"), version.costNanos === 0 ? null : money(format, version.costNanos)],
    [
      t("size"),
      version.weightsBytes === null
        ? null
        : format.number(version.weightsBytes / 1_000_000, {
            style: "unit",
            unit: "megabyte",
            maximumFractionDigits: 1,
          }),
    ],
    [t("base"), version.baseModel],
  ];
  const machineFacts: [string, ReactNode][] = [
    [t("trainer"), version.trainer],
    [t("trainerVersion"), <code key="trainer">{version.trainerVersion}</code>],
    [t("datasetSum"), <code key="dataset">{version.datasetSha256}</code>],
    [t("checksum"), version.weightsSha256 ? <code key="sum">{version.weightsSha256}</code> : null],
  ];
  return (
    <>
      <FactList facts={facts} />
      <details className="text-13">
        <summary className="thumb w-fit cursor-pointer text-ink-2 hover:text-ink">{t("technical")}</summary>
        <FactList facts={machineFacts} />
      </details>
    </>
  );
}

function FactList({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-13 tabular-nums">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
