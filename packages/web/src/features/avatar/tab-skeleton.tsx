import { useTranslations } from "next-intl";
import type { Tab } from "./tab.ts";

/** A tab in the shape of what comes. */
export function TabSkeleton({ tab }: { tab: Tab }) {
  const t = useTranslations("wait");
  return (
    <div role="status" aria-busy aria-label={t("loading")} className="grid content-start gap-5">
      {tab === "dataset" ? <Grid /> : tab === "costs" ? <Sums /> : <Lines count={rows[tab] ?? 4} />}
    </div>
  );
}

const rows: Partial<Record<Tab, number>> = { setup: 8, identity: 6, model: 3, content: 5, safety: 6 };

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function Lines({ count }: { count: number }) {
  return numbers(count).map((row) => (
    <div key={row} className="grid grid-cols-[20px_minmax(0,1fr)] gap-3">
      <div className="skeleton size-5" />
      <div className="skeleton h-8" />
    </div>
  ));
}

function Grid() {
  return (
    <div className="grid grid-cols-3 gap-2 sm:grid-cols-4 lg:grid-cols-5">
      {numbers(20).map((place) => (
        <div key={place} className="skeleton aspect-4/5" />
      ))}
    </div>
  );
}

function Sums() {
  return (
    <>
      <div className="skeleton h-9 w-64" />
      <div className="skeleton h-10 w-40" />
      <div className="skeleton h-56" />
    </>
  );
}
