"use client";

import { useTranslations } from "next-intl";
import type { Dataset } from "../../lib/api-type.ts";
import { DatasetCells, isGap } from "./dataset-cells.tsx";

type Axis = Dataset["coverage"][number];

/** What the kept pictures show, against what the plan wanted of each: a gap is said, not only drawn. */
export function DatasetCoverage({ coverage, cells }: Pick<Dataset, "coverage" | "cells">) {
  const t = useTranslations("coverage");
  return (
    <section aria-labelledby="coverage" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="coverage" className="text-16 font-semibold">
          {t("title")}
        </h2>
        <p className="text-13 text-ink-2">{t("lead")}</p>
      </div>
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2 xl:grid-cols-3">
        {coverage.map((axis) => (
          <AxisTable key={axis.axis} axis={axis} />
        ))}
      </div>
      <DatasetCells cells={cells} />
    </section>
  );
}

function AxisTable({ axis }: { axis: Axis }) {
  const t = useTranslations("coverage");
  const most = Math.max(1, ...axis.values.map(({ planned, kept }) => Math.max(planned, kept)));
  return (
    <table className="w-full self-start text-13 tabular-nums">
      <caption className="pb-1.5 text-left font-medium">{t(axis.axis)}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("value")}</th>
          <th scope="col">{t("share")}</th>
          <th scope="col">{t("counts")}</th>
        </tr>
      </thead>
      <tbody>
        {axis.values.map(({ value, planned, kept }) => {
          const key = value as "front";
          const hasGap = isGap({ planned, kept });
          return (
            <tr key={value}>
              <th scope="row" className="w-36 py-0.5 pr-2 text-left font-normal text-ink-2">
                {t.has(key) ? t(key) : value}
              </th>
              <td className="min-w-16">
                <span className="relative block h-1.5 overflow-hidden rounded-full bg-raised">
                  <span
                    className={`absolute inset-y-0 left-0 rounded-full ${hasGap ? "bg-warn" : "bg-ink-3"}`}
                    style={{ width: `${(kept / most) * 100}%` }}
                  />
                </span>
              </td>
              <td className={`w-24 pl-2 text-right whitespace-nowrap ${hasGap ? "text-warn" : "text-ink-2"}`}>
                {hasGap ? t("gap", { kept, planned }) : t("of", { kept, planned })}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
