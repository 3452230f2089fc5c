import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Verdict, VerdictCounts } from "../../lib/api-type.ts";
import { buttonVariants } from "../../ui/button.tsx";
import { LinkPending } from "../../ui/pending.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { useReason } from "./reason.ts";
import { VerdictList } from "./verdict-list.tsx";

export type SafetyFilter = { verdict?: string; place?: string; code?: string };

type Props = {
  avatarId: string;
  timeZone: string;
  filter: SafetyFilter;
  isFirst: boolean;
  counts: VerdictCounts;
  verdicts: { items: Verdict[]; next: string | null };
};

const verdictNames = ["allow", "review", "block"] as const;
const placeNames = ["prompt", "image", "text", "face"] as const;
const rulesShown = 8;

/** What the checks said so far: how often, by which rule, and each verdict with its reason. */
export function SafetyTab({ avatarId, timeZone, filter, isFirst, counts, verdicts }: Props) {
  const t = useTranslations("safety");
  const reasonOf = useReason();
  const hrefOf = (change: SafetyFilter & { cursor?: string }) => {
    const entries = Object.entries({ tab: "safety", ...filter, ...change });
    return `/avatars/${avatarId}?${new URLSearchParams(entries.filter(([, value]) => value !== ""))}`;
  };
  const total = verdictNames.reduce((sum, name) => sum + counts.byVerdict[name], 0);
  if (total === 0) return <p className="py-6 text-ink-2">{t("empty")}</p>;
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <div className="grid gap-6">
      <nav aria-label={t("filter")} className="grid gap-3">
        <Row label={t("byVerdict")}>
          {verdictNames.map((name) => (
            <Pick
              key={name}
              href={hrefOf({ verdict: filter.verdict === name ? "" : name })}
              isPicked={filter.verdict === name}
              count={counts.byVerdict[name]}
            >
              {t(name)}
            </Pick>
          ))}
        </Row>
        <Row label={t("byPlace")}>
          {placeNames.map((name) => (
            <Pick
              key={name}
              href={hrefOf({ place: filter.place === name ? "" : name })}
              isPicked={filter.place === name}
              count={counts.byPlace[name]}
            >
              {t(name)}
            </Pick>
          ))}
        </Row>
        {counts.byCode.length > 0 ? (
          <Row label={t("byRule")}>
            {counts.byCode.slice(0, rulesShown).map(({ code, count }) => (
              <Pick
                key={code}
                href={hrefOf({ code: filter.code === code ? "" : code })}
                isPicked={filter.code === code}
                count={count}
              >
                {reasonOf(code).replace(/\.$/, "")}
              </Pick>
            ))}
          </Row>
        ) : null}
      </nav>
      {verdicts.items.length === 0 ? (
        <p className="text-ink-2">{t("none")}</p>
      ) : (
        <VerdictList verdicts={verdicts.items} timeZone={timeZone} />
      )}
      <div className="flex flex-wrap gap-2">
        {verdicts.next ? (
          <ReachLink
            href={hrefOf({ cursor: verdicts.next })}
            className={buttonVariants({ className: "relative" })}
          >
            {t("older")}
            <LinkPending />
          </ReachLink>
        ) : null}
        {isFirst ? null : (
          <ReachLink
            href={hrefOf({})}
            className={buttonVariants({ variant: "quiet", className: "relative" })}
          >
            {t("newest")}
            <LinkPending />
          </ReachLink>
        )}
        {isFiltered ? (
          <ReachLink
            href={`/avatars/${avatarId}?tab=safety`}
            className={buttonVariants({ variant: "quiet", className: "relative" })}
          >
            {t("clear")}
            <LinkPending />
          </ReachLink>
        ) : null}
      </div>
    </div>
  );
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-1.5 sm:grid-cols-[88px_minmax(0,1fr)] sm:items-baseline">
      <span className="text-13 text-ink-2">{label}</span>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}

type PickProps = { href: string; isPicked: boolean; count: number; children: React.ReactNode };

function Pick({ href, isPicked, count, children }: PickProps) {
  return (
    <Link
      prefetch={false}
      href={href as "/avatars"}
      aria-current={isPicked ? "true" : undefined}
      className="relative flex min-h-(--touch-small) items-center gap-2 rounded-full border border-line px-3 py-1 text-13 text-ink-2 hover:bg-raised hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
    >
      {children} <span className="text-ink-3 tabular-nums">{count}</span>
      <LinkPending />
    </Link>
  );
}
