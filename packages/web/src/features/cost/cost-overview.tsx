import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { CostComparison, CostSummary } from "../../lib/api-type.ts";
import { Notice } from "../../ui/notice.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { RefreshOn } from "../activity/refresh-on.tsx";
import { ComparisonTable } from "./comparison-table.tsx";
import { CostChart } from "./cost-chart.tsx";
import { addressOf, type CostFilter, rowsOf } from "./cost-query.ts";
import { FilterChips } from "./filter-chips.tsx";
import { kindColor } from "./kind-color.ts";
import { kindName } from "./kind-name.ts";
import { modelName } from "./model-name.ts";
import { money } from "./money.ts";
import { PeriodPicker } from "./period-picker.tsx";
import { type Part, SumList } from "./sum-list.tsx";

type Props = {
  summary: CostSummary;
  comparisons: CostComparison[];
  filter: CostFilter;
  /** The address of the page this is on. */
  place: string;
  /** What the avatar is called that the numbers are narrowed to, where that is not the page's own. */
  avatarName?: string | undefined;
  /** The avatar whose page this is; the page of all costs has none. */
  avatarId?: string;
};

/** What was spent and on what; every number leads to the ledger's rows that it is the sum of. */
export function CostOverview({ summary, comparisons, filter, place, avatarName, avatarId }: Props) {
  const t = useTranslations("cost");
  const kind = useTranslations("kind");
  const format = useFormatter();
  const whole = avatarId ? { ...filter, avatarId } : filter;
  const narrow = (change: Record<string, string>) => addressOf(place, filter, change);
  const kinds: Part[] = summary.byKind.map((sum) => ({
    key: sum.kind,
    name: kindName(kind, sum.kind),
    amountNanos: sum.amountNanos,
    rows: rowsOf(whole, { kind: sum.kind }),
    narrow: narrow({ kind: sum.kind }),
    color: kindColor(sum.kind),
  }));
  const models: Part[] = summary.byModel.map((sum) => ({
    key: `${sum.kind} ${sum.model}`,
    name: modelName(t, sum.model),
    amountNanos: sum.amountNanos,
    rows: rowsOf(whole, { kind: sum.kind, model: sum.model }),
    narrow: narrow({ model: sum.model }),
    color: kindColor(sum.kind),
  }));
  const avatars: Part[] = summary.byAvatar.map((sum) => ({
    key: sum.avatarId ?? "none",
    name: sum.avatarId ? (sum.avatarName ?? t("gone")) : t("noAvatar"),
    amountNanos: sum.amountNanos,
    rows: rowsOf(whole, { avatarId: sum.avatarId ?? "none" }),
    narrow: narrow({ avatarId: sum.avatarId ?? "none" }),
  }));
  const shown = avatarId ? filter : { ...filter, avatarId: filter.avatarId };
  return (
    <div className="grid min-w-0 gap-8">
      <RefreshOn about={["costs"]} />
      <div className="grid gap-3">
        <PeriodPicker place={place} filter={shown} days={summary} />
        <FilterChips place={place} filter={shown} avatarName={avatarName} />
      </div>
      <section aria-labelledby="total" className="grid gap-1">
        <h2 id="total" className="text-13 font-medium text-ink-2">
          {t("total")}
        </h2>
        <p className="text-28 font-semibold tabular-nums">{money(format, summary.amountNanos)}</p>
        {summary.entries > 0 ? (
          <p className="text-13">
            <Link href={rowsOf(whole)} prefetch={false} className="text-ink-2 underline hover:text-ink">
              {t("rows", { count: summary.entries })}
            </Link>
          </p>
        ) : (
          <p className="text-ink-2">{t("empty")}</p>
        )}
      </section>
      {summary.unansweredCalls > 0 ? (
        <Notice>
          <p>{t("unanswered", { count: summary.unansweredCalls })}</p>
          <ReachLink href={addressOf("/costs/unanswered", whole)} className="thumb w-fit underline">
            {t("whichCalls")}
          </ReachLink>
        </Notice>
      ) : null}
      {summary.amountNanos > 0 ? <CostChart summary={summary} filter={whole} /> : null}
      {summary.entries > 0 ? (
        <div className={`grid gap-8 md:grid-cols-2 ${avatarId ? "" : "lg:grid-cols-3"}`}>
          <SumList id="by-kind" title={t("byKind")} parts={kinds} />
          <SumList id="by-model" title={t("byModel")} parts={models} />
          {avatarId ? null : <SumList id="by-avatar" title={t("byAvatar")} parts={avatars} />}
        </div>
      ) : null}
      {comparisons.length > 0 ? <ComparisonTable items={comparisons} zone={summary.zone} /> : null}
    </div>
  );
}
